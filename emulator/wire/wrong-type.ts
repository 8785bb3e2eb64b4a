import { serializationError, type AwsError } from '../errors.ts';

/** The members of a structure or a map. Throws SerializationException. */
export function asObject(raw: unknown): Readonly<Record<string, unknown>> {
  if (Array.isArray(raw)) throw serializationError('Start of list found where not expected');
  if (typeof raw !== 'object' || raw === null || isScalar(raw)) {
    throw serializationError('Start of structure or map expected');
  }
  return raw as Record<string, unknown>;
}

/** What CBOR reads into an object and is none: a blob, an instant. */
const isScalar = (raw: object): boolean => Buffer.isBuffer(raw) || raw instanceof Date;

/** AWS answers a value of the wrong type by the Java class it read. */
export function unexpected(raw: unknown, wanted: string): AwsError {
  if (Array.isArray(raw)) return serializationError('Start of list found where not expected');
  if (typeof raw === 'object' && raw !== null && !isScalar(raw)) {
    return serializationError('Start of structure or map found where not expected.');
  }
  return serializationError(`class ${javaClass(raw)} can not be converted to ${wanted}`);
}

/** Unverified: those of CBOR's own types. */
function javaClass(raw: unknown): string {
  if (typeof raw === 'string') return 'java.lang.String';
  if (typeof raw === 'boolean') return 'java.lang.Boolean';
  if (Buffer.isBuffer(raw)) return 'java.nio.HeapByteBuffer';
  if (raw instanceof Date) return 'java.util.Date';
  return Number.isInteger(raw) ? 'java.lang.Integer' : 'java.lang.Double';
}
