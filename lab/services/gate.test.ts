import { PutRecordsCommand, type PutRecordsCommandOutput } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { gated } from './gate.ts';

const command = new PutRecordsCommand({ StreamName: 's', Records: [] });
const answer = { Records: [] } as unknown as PutRecordsCommandOutput;

function givenGate() {
  const clock = virtualClock();
  const state = { isDown: false, confirmations: 0, puts: 0, confirm: Promise.resolve() };
  const client = gated(
    {
      send: () => {
        state.puts += 1;
        return state.isDown
          ? Promise.reject(new Error('connection refused'))
          : Promise.resolve(answer);
      },
    },
    {
      clock,
      confirm: () => {
        state.confirmations += 1;
        return state.confirm;
      },
    },
  );
  return { clock, state, client };
}

describe('the gate before a stream', () => {
  it('looks at the stack before the first record, and not again while all goes well', async () => {
    const { client, state } = givenGate();
    for (let put = 0; put < 3; put++) await client.send(command);
    expect(state).toMatchObject({ confirmations: 1, puts: 3 });
  });

  it('looks again after a failure', async () => {
    const { client, state } = givenGate();
    await client.send(command);
    state.isDown = true;
    await expect(client.send(command)).rejects.toThrow('connection refused');
    state.isDown = false;
    await client.send(command);
    expect(state.confirmations).toBe(2);
  });

  it('looks again after a silence', async () => {
    const { client, clock, state } = givenGate();
    await client.send(command);
    await clock.advance(3_000);
    await client.send(command);
    expect(state.confirmations).toBe(2);
  });

  it('looks once for all that wait, and puts nothing for who has given up meanwhile', async () => {
    const { client, state } = givenGate();
    let open = (): void => {};
    state.confirm = new Promise((resolve) => (open = resolve));
    const givesUp = new AbortController();
    const abandoned = client.send(command, { abortSignal: givesUp.signal });
    const patient = client.send(command);
    givesUp.abort();
    open();
    await expect(abandoned).rejects.toThrow();
    await patient;
    expect(state).toMatchObject({ confirmations: 1, puts: 1 });
  });
});
