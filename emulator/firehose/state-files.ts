import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readStateFile, writeStateFile } from '../store/state-file.ts';
import { syncFolder } from '../store/sync-folder.ts';
import type { FirehoseState, StoredDeliveryStream } from './state.ts';

const SUFFIX = '.delivery-stream';

/** Keeps each delivery stream as a file of a folder. `load` throws DataDamaged. */
export function firehoseStateFiles(folder: string, fsync: boolean): FirehoseState {
  const fileOf = (name: string): string =>
    path.join(folder, `${createHash('sha256').update(name).digest('hex')}${SUFFIX}`);

  return {
    load: async () =>
      readdirSync(folder)
        .filter((name) => name.endsWith(SUFFIX))
        .map((name) => readStateFile(path.join(folder, name)).toString())
        .map((text) => JSON.parse(text) as StoredDeliveryStream),
    save: async (stream) =>
      writeStateFile(fileOf(stream.name), [Buffer.from(JSON.stringify(stream))], { fsync }),
    forget: async (name) => {
      rmSync(fileOf(name), { force: true });
      if (fsync) syncFolder(folder);
    },
  };
}
