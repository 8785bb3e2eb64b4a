import { describe, expect, it } from 'vitest';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { OneWorker, systemLookup } from './one-worker.ts';

function given(...first: readonly string[]) {
  const clock = virtualClock();
  const asked: string[] = [];
  let addresses = first;
  const worker = new OneWorker({
    url: 'http://consumer-1:4580',
    clock,
    lookup: async (hostname) => {
      asked.push(hostname);
      return addresses;
    },
  });
  return { worker, clock, asked, become: (...next: readonly string[]) => void (addresses = next) };
}

describe('one of several processes under one name', () => {
  it('stays the same, in whatever order they are named, and they are counted', async () => {
    const { worker, clock, asked, become } = given('10.0.0.3', '10.0.0.2');
    expect(await worker.url()).toBe('http://10.0.0.2:4580/');
    expect(worker.count).toBe(2);
    become('10.0.0.1', '10.0.0.3', '10.0.0.2');
    expect(await worker.url()).toBe('http://10.0.0.2:4580/');
    expect(asked).toEqual(['consumer-1']);
    await clock.advance(2_000);
    expect(await worker.url()).toBe('http://10.0.0.2:4580/');
    expect(worker.count).toBe(3);
    expect(asked.length).toBe(2);
  });

  it('is another one when it is gone, or silent; and itself again where there is no other', async () => {
    const { worker, clock, become } = given('10.0.0.2', '10.0.0.3');
    expect(await worker.url()).toBe('http://10.0.0.2:4580/');
    worker.failed();
    expect(await worker.url()).toBe('http://10.0.0.3:4580/');
    become('10.0.0.4');
    await clock.advance(2_000);
    expect(await worker.url()).toBe('http://10.0.0.4:4580/');
    worker.failed();
    expect(await worker.url()).toBe('http://10.0.0.4:4580/');
  });

  it('is asked by its name where the name stands for nothing', async () => {
    const { worker } = given();
    expect(await worker.url()).toBe('http://consumer-1:4580');
    expect(worker.count).toBe(0);
  });

  it('may be known by an address alone', async () => {
    const lookup = async (name: string) => [name];
    const place = { url: 'http://[::1]:4580', clock: virtualClock(), lookup };
    expect(await new OneWorker(place).url()).toBe('http://[::1]:4580/');
    expect(await systemLookup('127.0.0.1')).toEqual(['127.0.0.1']);
  });
});
