import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputItem, RefusedLine } from '#producer/inputs/input.ts';
import { EXIT } from '#runtime/errors.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { chooseInput, DEFAULT_RATE, type InputChoice } from './choose-input.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinlab-input-'));
});
afterAll(() => rm(folder, { recursive: true }));

const settings = { input: 'payments', key: undefined, time: undefined, rate: undefined };

describe('a built-in input', () => {
  it.each(['payments', 'earthquakes', 'flights'])('%s goes by its own name', async (input) => {
    const choice = await chooseInput({ ...settings, input }, nothing());
    expect(choice({ clock: virtualClock(), random: seededRandom(1) }).name).toBe(input);
  });

  it('has 50 records/s on average unless told otherwise', async () => {
    const inTenSeconds = async (rate?: number): Promise<number> => {
      const choice = await chooseInput({ ...settings, input: 'earthquakes', rate }, nothing());
      const { seen } = await run(choice, 100_000);
      return seen.length / 100;
    };
    expect(await inTenSeconds()).toBeCloseTo(DEFAULT_RATE, -1);
    expect(await inTenSeconds(10)).toBeCloseTo(10, -1);
  });

  it('has neither a key nor a time to choose; both are said at once', async () => {
    const chosen = chooseInput({ ...settings, input: 'flights', key: 'a', time: 'b' }, nothing());
    await expect(chosen).rejects.toMatchObject({
      exitCode: EXIT.usage,
      problems: [
        '--key goes with a FILE or - only; flights has its own',
        '--time goes with a FILE or - only; flights has its own',
      ],
    });
  });
});

describe('a file', () => {
  it('is read with the key and the time that were named, as fast as it is taken', async () => {
    const input = join(folder, 'readings.csv');
    await writeFile(input, 'id,at,value\na,2026-01-01,1\nb,2026-01-02,2\n');
    const choice = await chooseInput({ ...settings, input, key: 'id', time: 'at' }, nothing());
    const { name, seen } = await run(choice, 0);
    expect(name).toBe('readings.csv');
    expect(seen).toEqual([
      { key: 'a', eventAt: Date.UTC(2026, 0, 1), data: { id: 'a', at: '2026-01-01', value: 1 } },
      { key: 'b', eventAt: Date.UTC(2026, 0, 2), data: { id: 'b', at: '2026-01-02', value: 2 } },
    ]);
  });

  it('that is not there is an error before anything starts', async () => {
    const input = join(folder, 'none.csv');
    await expect(chooseInput({ ...settings, input }, nothing())).rejects.toMatchObject({
      code: 'input-missing',
      exitCode: EXIT.environment,
      message: `input ${input}: no such file`,
      fixes: ['the built-in inputs are payments, earthquakes and flights; - reads stdin'],
    });
  });

  it('that is a folder is an error that says so', async () => {
    await expect(chooseInput({ ...settings, input: folder }, nothing())).rejects.toMatchObject({
      code: 'input-missing',
      message: `input ${folder}: it is a folder, not a file`,
    });
  });

  it('below another file is as good as not there', async () => {
    const above = join(folder, 'above.csv');
    await writeFile(above, '');
    const input = join(above, 'below.csv');
    await expect(chooseInput({ ...settings, input }, nothing())).rejects.toMatchObject({
      message: `input ${input}: no such file`,
    });
  });

  it('that is not there, and nearly a built-in input, may have been meant as that', async () => {
    await expect(
      chooseInput({ ...settings, input: 'eartquakes' }, nothing()),
    ).rejects.toMatchObject({ fixes: ['did you mean --input earthquakes?', expect.anything()] });
  });
});

describe('-', () => {
  it('is stdin', async () => {
    const choice = await chooseInput(
      { ...settings, input: '-', key: 'id' },
      chunks('{"id":7}\nnot JSON\n{"id":8}'),
    );
    const { name, seen } = await run(choice, 0);
    expect(name).toBe('stdin');
    expect(seen).toMatchObject([{ key: '7' }, { refused: { line: 2 } }, { key: '8' }]);
  });

  it('that is closed yields nothing and ends', async () => {
    const { seen, isOver } = await run(
      await chooseInput({ ...settings, input: '-' }, nothing()),
      0,
    );
    expect({ seen, isOver }).toEqual({ seen: [], isOver: true });
  });
});

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

const nothing = (): AsyncGenerator<Uint8Array> => chunks();

/** What the chosen input yields in the first `ms` of its time; a file's own end is waited for. */
async function run(choice: InputChoice, ms: number) {
  const clock = virtualClock();
  const input = choice({ clock, random: seededRandom(1) });
  const stop = new AbortController();
  const seen: (InputItem | RefusedLine)[] = [];
  let isOver = false;
  const all = (async () => {
    for await (const item of input.items(stop.signal)) seen.push(item);
    isOver = true;
  })();
  if (ms === 0) await all;
  else {
    // Reading a data set takes real time, which this clock cannot see.
    await firstOf(seen, clock.advance);
    await clock.advance(ms);
    stop.abort();
    await all;
  }
  return { name: input.name, seen, isOver };
}

async function firstOf(seen: readonly unknown[], advance: (ms: number) => Promise<void>) {
  while (seen.length === 0) await advance(0);
}
