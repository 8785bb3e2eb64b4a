import { describe, expect, it } from 'vitest';
import { startLab } from '#lab/start-lab.ts';
import { scriptedInput, steadily } from '../support/scripted-input.ts';

describe('a consumer that is killed', () => {
  it('hears nothing until it is started, then gets all, what came since its checkpoint again', async () => {
    const lab = await startLab({ clock: 'virtual', input: scriptedInput(steadily(400, 100)) });
    const fraud = lab.traffic?.readers.find(({ name }) => name === 'consumer-2')?.consumer;
    const seen = () => lab.traffic?.ledger.seenBy('consumer-2').received ?? 0;
    await lab.advance(15_000);
    fraud?.kill();
    const atDeath = seen();
    expect(atDeath).toBeGreaterThan(100);
    await lab.advance(10_000);
    expect({ state: fraud?.state, seen: seen() }).toEqual({ state: 'killed', seen: atDeath });
    fraud?.start();
    await lab.advance(30_000);
    expect(fraud?.state).toBe('running');
    const { books } = await lab.report();
    expect(books.put).toBe(400);
    expect(books.consumers['consumer-2']).toMatchObject({ missing: 0, outOfOrder: 0 });
    expect(books.consumers['consumer-2']?.duplicates).toBeGreaterThan(0);
    expect(books.consumers['consumer-1']).toMatchObject({ missing: 0, duplicates: 0 });
    await lab.stop();
  });

  it('that is slowed down handles each batch so much later', async () => {
    const lab = await startLab({ clock: 'virtual', input: scriptedInput(steadily(50, 100)) });
    const fraud = lab.traffic?.readers.find(({ name }) => name === 'consumer-2');
    if (!fraud) throw new Error('no consumer');
    fraud.consumer.slowMs = 1_500;
    await lab.advance(60_000);
    expect(fraud.latency.summary().p50).toBeGreaterThanOrEqual(1_500);
    expect(lab.traffic?.ledger.seenBy('consumer-2')).toMatchObject({ received: 50, duplicates: 0 });
    await lab.stop();
  });

  it('leaves each record to be found in its object', async () => {
    const lab = await startLab({ clock: 'virtual', input: scriptedInput(steadily(5, 100)) });
    await lab.advance(70_000);
    const [delivery] = (await lab.report()).deliveries;
    const status = await lab.sources.producer?.(0);
    for (const { id } of status?.samples ?? []) {
      expect((await lab.sources.holderOf?.(id))?.objectKey).toBe(delivery?.key);
    }
    expect(status?.samples.length).toBe(5);
    await lab.stop();
  });
});
