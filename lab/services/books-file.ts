import { z } from 'zod';

/** Changes when an older version could no longer read what this one writes. */
const FORMAT = 1;

const counts = z.array(z.tuple([z.number(), z.number()]));

const consumerBooks = z.object({
  v: z.literal(FORMAT),
  kind: z.literal('consumer'),
  place: z.object({
    received: z.int(),
    outOfOrder: z.int(),
    foreign: z.int(),
    runs: z.record(z.string(), z.string()),
  }),
  /** From the arrival on the stream to the consumer. */
  latency: counts,
  /** Ids of the records that raised an alert. */
  alerts: z.array(z.string()),
  read: z.enum(['polling', 'efo']),
});

const producerBooks = z.object({
  v: z.literal(FORMAT),
  kind: z.literal('producer'),
  input: z.string(),
  /** Items of the input, from its beginning, that this process and those before it are done with. */
  done: z.int(),
  seed: z.int(),
  failed: z.int(),
  refused: z.int(),
  refusals: z.array(z.object({ line: z.int(), reason: z.string() })),
  /** From the making of a record to its arrival on the stream. */
  latency: counts,
  planted: z.array(z.object({ recordId: z.string(), truth: z.string(), eventAt: z.number() })),
});

const booksFile = z.union([consumerBooks, producerBooks]);

/** What one process of a service tells of itself; a report puts those of all processes together. */
export type BooksFile = z.output<typeof booksFile>;
export type ConsumerBooks = z.output<typeof consumerBooks>;
export type ProducerBooks = z.output<typeof producerBooks>;

export const BOOKS_FORMAT = FORMAT;

/** Throws ZodError or SyntaxError for what is no such file. */
export const parseBooks = (text: string): BooksFile => booksFile.parse(JSON.parse(text));

/** `stream@creation`, so that no books outlive their stream. */
export const streamKey = (stream: string, createdAt: number): string => `${stream}@${createdAt}`;

/** Where the books of a stream's services lie in the state bucket. */
export const booksPrefix = (stream: string, service: string): string =>
  `books/${stream}/${service}/`;
