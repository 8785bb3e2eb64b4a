import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { booksPrefix, parseBooks, type ConsumerBooks, type ProducerBooks } from './books-file.ts';

export interface BooksPlace {
  readonly s3: S3Client;
  readonly bucket: string;
  /** `stream@creation`. */
  readonly stream: string;
}

/** What each process of a consumer has written down. */
export const consumerBooks = async (place: BooksPlace, name: string): Promise<ConsumerBooks[]> =>
  (await readAll(place, name)).filter((books) => books.kind === 'consumer');

/** What each process of the producer has written down. */
export const producerBooks = async (place: BooksPlace): Promise<ProducerBooks[]> =>
  (await readAll(place, 'producer')).filter((books) => books.kind === 'producer');

async function readAll({ s3, bucket, stream }: BooksPlace, service: string) {
  const books = [];
  const request = { Bucket: bucket, Prefix: booksPrefix(stream, service) };
  for await (const page of paginateListObjectsV2({ client: s3 }, request)) {
    for (const { Key } of page.Contents ?? []) {
      const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      books.push(parseBooks((await object.Body?.transformToString()) ?? ''));
    }
  }
  return books;
}
