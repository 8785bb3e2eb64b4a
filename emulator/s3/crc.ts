/**
 * The two CRCs that Node does not have, a byte at a time from a table, both reflected as S3 wants them.
 * The 64-bit one is kept in two halves of 32 bits: BigInt would be a hundred times slower, and S3
 * computes it for every object that comes without a checksum.
 */
const CRC32C_POLYNOMIAL = 0x82f63b78;
const CRC64NVME_HIGH = 0x9a6c9329;
const CRC64NVME_LOW = 0xac4bc9b5;

const crc32cTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? CRC32C_POLYNOMIAL : 0);
  return crc;
});

export function crc32c(bytes: Uint8Array): Buffer {
  let crc = -1;
  for (let at = 0; at < bytes.length; at += 1) {
    crc = (crc >>> 8) ^ (crc32cTable[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  }
  const digest = Buffer.alloc(4);
  digest.writeInt32BE(~crc);
  return digest;
}

const crc64High = new Int32Array(256);
const crc64Low = new Int32Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    const carry = low & 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (carry) {
      high ^= CRC64NVME_HIGH;
      low ^= CRC64NVME_LOW;
    }
  }
  crc64High[byte] = high;
  crc64Low[byte] = low;
}

export function crc64nvme(bytes: Uint8Array): Buffer {
  let high = -1;
  let low = -1;
  for (let at = 0; at < bytes.length; at += 1) {
    const index = (low ^ (bytes[at] ?? 0)) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (crc64Low[index] ?? 0);
    high = (high >>> 8) ^ (crc64High[index] ?? 0);
  }
  const digest = Buffer.alloc(8);
  digest.writeInt32BE(~high, 0);
  digest.writeInt32BE(~low, 4);
  return digest;
}
