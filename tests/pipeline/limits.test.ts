import { afterEach, describe, expect, it } from 'vitest';
import { startLab, type Lab, type LabOptions } from '#lab/start-lab.ts';
import { scriptedInput, steadily } from '../support/scripted-input.ts';

/** The lab's own producer, consumers and Firehose under AWS's limits. */

let lab: Lab;
afterEach(() => lab.stop());

async function given(options: LabOptions): Promise<Lab> {
  lab = await startLab({ clock: 'virtual', seed: 1, ...options });
  return lab;
}

/** The names under which something was refused. */
async function refused(): Promise<string[]> {
  const answer = await fetch(`${lab.endpoint}/_kinlab/metrics`);
  const { Metrics } = (await answer.json()) as { Metrics: { MetricName: string }[] };
  return Metrics.map(({ MetricName }) => MetricName);
}

describe('the lab under the limits of AWS', () => {
  it('is never refused at its usual pace', async () => {
    await given({ input: scriptedInput(steadily(1_000, 20)) });
    await lab.advance(25_000);
    expect(await refused()).toEqual([]);
  });

  it('loses nothing and keeps its books when it is refused', async () => {
    const large = { text: 'x'.repeat(50_000) };
    const flood = steadily(200, 5).map((item) => ({ ...item, data: large }));
    await given({ input: scriptedInput(flood), topology: { shards: 1 } });
    await lab.advance(120_000);
    expect(await refused()).toContain('WriteProvisionedThroughputExceeded');
    const { books } = await lab.report();
    expect(books).toMatchObject({ put: 200, failed: 0 });
    expect(JSON.stringify(books)).not.toMatch(/"missing":[1-9]|"outOfOrder":[1-9]/);
  });

  it('refuses nothing when they are off', async () => {
    const large = { text: 'x'.repeat(50_000) };
    const flood = steadily(200, 5).map((item) => ({ ...item, data: large }));
    await given({ input: scriptedInput(flood), topology: { shards: 1 }, limits: 'off' });
    await lab.advance(10_000);
    expect(await refused()).toEqual([]);
  });
});
