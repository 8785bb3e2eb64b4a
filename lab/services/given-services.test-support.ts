import { DeleteStreamCommand, CreateStreamCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import { createLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { startLab, type LabOptions } from '../start-lab.ts';
import { parseBooks, type BooksFile } from './books-file.ts';
import type { ServiceScope } from './service-scope.ts';
import type { Tell } from './status-server.ts';

/** Longer than the emulator takes to make or delete anything. */
const CHANGE_MS = 200;

type Event = Readonly<Record<string, unknown>> & { readonly event: string };

/** A lab on a virtual clock without traffic of its own, and what services of it are given. */
export async function givenServices(options: LabOptions = {}) {
  const lab = await startLab({ clock: 'virtual', ...options });
  onTestFinished(() => lab.stop());
  const events: Event[] = [];
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const { kinesis, firehose, s3, clock, topology } = lab;
  const tellers: Tell[] = [];
  let processes = 0;

  /** What one more process is given; it is told to stop with all others, or alone. */
  const scope = (alone = new AbortController()): ServiceScope => ({
    kinesis,
    firehose,
    s3,
    clock,
    topology,
    seed: 7,
    tell: (tell) => tellers.push(tell),
    random: seededRandom(7),
    log: createLog({
      clock,
      level: 'info',
      write: (line) => events.push(JSON.parse(line) as Event),
    }),
    incarnation: `process${(processes += 1)}`,
    signal: AbortSignal.any([stop.signal, alone.signal]),
  });

  return {
    lab,
    events,
    /** What each service says of itself, in the order in which they were ready. */
    tellers,
    scope,
    stop: () => stop.abort(),
    /** Lets lab time pass until the work has ended. */
    until: async <T>(work: Promise<T>): Promise<T> => {
      const state = { isOver: false };
      const over = work.finally(() => (state.isOver = true));
      over.catch(() => {});
      while (!state.isOver) await lab.advance(100);
      return over;
    },
    books: async (service: string): Promise<BooksFile[]> => {
      const listed = await s3.send(new ListObjectsV2Command({ Bucket: topology.stateBucket }));
      const keys = (listed.Contents ?? []).map(({ Key = '' }) => Key);
      const ours = keys.filter((key) => key.startsWith('books/') && key.includes(`/${service}/`));
      return Promise.all(
        ours.map(async (Key) => {
          const object = await s3.send(new GetObjectCommand({ Bucket: topology.stateBucket, Key }));
          return parseBooks((await object.Body?.transformToString()) ?? '');
        }),
      );
    },
    recreateStream: async (): Promise<void> => {
      await kinesis.send(
        new DeleteStreamCommand({ StreamName: topology.stream, EnforceConsumerDeletion: true }),
      );
      await lab.advance(CHANGE_MS);
      await kinesis.send(new CreateStreamCommand({ StreamName: topology.stream, ShardCount: 1 }));
      await lab.advance(CHANGE_MS);
    },
  };
}
