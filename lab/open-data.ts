import { lastInstant, openDataFolder, type DataFolder } from '#emulator/index.ts';
import type { Clock } from '#runtime/clock.ts';
import { laterClock } from '#runtime/later-clock.ts';
import { randomSeed } from './seed.ts';
import type { Settings } from './settings/settings.ts';

/** Where everything outlives the process, and whether also the loss of power. */
export interface DataChoice {
  readonly folder: string;
  readonly fsync?: boolean;
}

type DataSettings = Pick<Settings, 'data' | 'fsync'>;

export const dataChoice = ({ data: folder, fsync }: DataSettings): DataChoice | undefined =>
  folder === undefined ? undefined : { folder, fsync: fsync === 'on' };

/** The data folder, for this process alone; undefined without one. */
export async function openData(choice: DataChoice | undefined): Promise<DataFolder | undefined> {
  if (!choice) return undefined;
  const { folder, fsync = false } = choice;
  return openDataFolder({ folder, fsync, id: `${process.pid}-${randomSeed()}` });
}

/** The clock, no earlier than what the folder holds. A folder that cannot be read is let go. */
export function clockAfter(data: DataFolder | undefined, clock: Clock): Clock {
  if (!data) return clock;
  try {
    return laterClock(clock, lastInstant(data));
  } catch (error) {
    data.release();
    throw error;
  }
}

/** What a person may rely on. */
export const whereKept = ({ data, fsync }: DataSettings): string =>
  data === undefined
    ? 'in memory: nothing outlives this process'
    : `kept in ${data}: what is acknowledged survives ${fsync === 'on' ? 'the loss of power' : 'kill -9'}`;
