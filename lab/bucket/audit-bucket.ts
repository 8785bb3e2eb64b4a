import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { Delivery } from '#emulator/index.ts';
import type { BucketBooks } from '#pipeline/books.ts';
import type { Ledger } from '#pipeline/ledger.ts';
import { decodeRecord, type LabRecord } from '#pipeline/record.ts';
import { splitRecords } from '#pipeline/split-records.ts';
import type { BucketStatus, FoundObject } from '#pipeline/status.ts';
import { LatencyHistogram } from '#runtime/latency.ts';
import { Holders } from './holders.ts';
import { latencyTold } from '../latency-told.ts';

/** The name under which the ledger knows the bucket. */
export const S3_PLACE = 's3';

export interface BucketAuditOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly ledger: Ledger | undefined;
  /** Only what comes after this key, in S3's order, is read. */
  readonly startAfter?: string;
  /** Nobody tells of deliveries: when they were is known by a listing, to the second. */
  readonly isByListing?: boolean;
  /** When a record arrived on the stream, where the ledger does not know. */
  readonly arrivalOf?: (record: LabRecord) => number | undefined;
  readonly onOpened?: (object: OpenedObject) => void;
}

/** An object as it was found. Instants are epoch ms. */
export interface OpenedObject {
  readonly key: string;
  readonly records: number;
  /** Before compression. */
  readonly bytes: number;
  /** When the first of its records that is known arrived on the stream. */
  readonly firstRecordAt: number | undefined;
  readonly deliveredAt: number;
}

/**
 * Reads the bucket back: opens each object once, splits it into records and enters them in the
 * ledger. Objects are opened as they land, so that a report after hours need not read hours.
 */
export class BucketAudit {
  readonly #options: BucketAuditOptions;
  /** When S3 acknowledged the object, by key; from the listing if Firehose did not tell. */
  readonly #deliveredAt = new Map<string, number>();
  readonly #opened = new Set<string>();
  readonly #latency = new LatencyHistogram();
  readonly #holders = new Holders();
  #reading: Promise<void> = Promise.resolve();
  #objects = 0;
  #records = 0;
  #bytes = 0;

  constructor(options: BucketAuditOptions) {
    this.#options = options;
  }

  /** What it tells about the bucket: what it found in the objects that it opened. */
  status(): BucketStatus {
    const { bucket, ledger } = this.#options;
    const { received = 0, duplicates = 0, outOfOrder = 0 } = ledger?.seenBy(S3_PLACE) ?? {};
    return {
      bucket,
      objects: this.#objects,
      records: this.#records,
      distinct: received - duplicates,
      bytes: this.#bytes,
      duplicates,
      outOfOrder,
      latency: latencyTold(this.#latency),
      isEstimate: this.#options.isByListing ?? false,
    };
  }

  /** The object that holds the record with this id. */
  holderOf(id: string): FoundObject | undefined {
    return this.#holders.find(id);
  }

  get objects(): number {
    return this.#objects;
  }

  /** Put on the stream until its object was in the bucket. */
  get latency(): LatencyHistogram {
    return this.#latency;
  }

  /** Takes note of an object that has just been delivered, and opens it as soon as its turn comes. */
  open(delivery: Delivery): void {
    if (delivery.bucket !== this.#options.bucket) return;
    this.deliveredAt(delivery);
    this.#read(delivery.key).catch(() => {});
  }

  /** Takes note of when an object was delivered, which a listing tells to the second only. */
  deliveredAt({ key, deliveredAt }: Pick<Delivery, 'key' | 'deliveredAt'>): void {
    this.#deliveredAt.set(key, deliveredAt);
  }

  /**
   * Opens what is in the bucket, after that key in S3's order, and was not opened yet. What cannot be
   * read is an error here.
   */
  async readAll(
    startAfter = this.#options.startAfter,
  ): Promise<Omit<BucketBooks, 'missing' | 'duplicates' | 'outOfOrder'>> {
    const { s3, bucket } = this.#options;
    const request = { Bucket: bucket, StartAfter: startAfter };
    for await (const page of paginateListObjectsV2({ client: s3 }, request)) {
      for (const { Key: key, LastModified: modified } of page.Contents ?? []) {
        if (key === undefined) continue;
        if (!this.#deliveredAt.has(key)) this.#deliveredAt.set(key, modified?.getTime() ?? 0);
        await this.#read(key);
      }
    }
    return { objects: this.#objects, records: this.#records, bytes: this.#bytes };
  }

  /** One object after the other, each once. */
  #read(key: string): Promise<void> {
    const reading = this.#reading.then(async () => {
      if (this.#opened.has(key)) return;
      await this.#readObject(key);
      this.#opened.add(key);
    });
    this.#reading = reading.catch(() => {});
    return reading;
  }

  async #readObject(key: string): Promise<void> {
    const stored = await this.#fetch(key);
    const pieces = [...splitRecords(stored.bytes)];
    const deliveredAt = this.#deliveredAt.get(key) ?? 0;
    this.#holders.open({ objectKey: key, deliveredAt });
    const arrivals = pieces.map((piece) => this.#enter(decodeRecord(piece), key, deliveredAt));
    this.#objects += 1;
    this.#records += pieces.length;
    this.#bytes += stored.storedBytes;
    this.#options.onOpened?.({
      key,
      records: pieces.length,
      bytes: stored.bytes.byteLength,
      firstRecordAt: arrivals.reduce(earlier, undefined),
      deliveredAt,
    });
  }

  async #fetch(Key: string): Promise<{ bytes: Uint8Array; storedBytes: number }> {
    const { s3, bucket } = this.#options;
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const stored = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
    const bytes = object.ContentEncoding === 'gzip' ? gunzipSync(stored) : stored;
    return { bytes, storedBytes: stored.byteLength };
  }

  /** Enters a record in the books; when it had arrived on the stream, if that is known. */
  #enter(record: LabRecord, key: string, deliveredAt: number): number | undefined {
    const { ledger, arrivalOf } = this.#options;
    const arrivedAt = ledger?.arrivalOf(record) ?? arrivalOf?.(record);
    if (arrivedAt !== undefined) this.#latency.record(deliveredAt - arrivedAt);
    ledger?.seen(S3_PLACE, record, key);
    this.#holders.add(record.id);
    return arrivedAt;
  }
}

const earlier = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);
