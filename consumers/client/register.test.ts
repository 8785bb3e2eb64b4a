import { describe, expect, it } from 'vitest';
import { Conflict, type CoordinationStore } from './coordination.ts';
import { memoryStore } from './memory-store.ts';
import { ForeignWrite, Register } from './register.ts';

interface Count {
  readonly owner: string;
  readonly n: number;
}

const FORMAT = { parse: (state: unknown): Count => state as Count };
let nonces = 0;
const place = (store: CoordinationStore) => ({
  store,
  key: 'count',
  format: FORMAT,
  nextNonce: () => `nonce-${(nonces += 1)}`,
});
const START: Count = { owner: 'me', n: 0 };
const increment = (owner: string) => ({
  update: (state: Count) => ({ owner, n: state.n + 1 }),
  accepts: (found: Count) => found.owner === owner,
});

/** The next put does this before, or instead of, what it should. */
function troubled(store: CoordinationStore) {
  const plans: ((put: () => Promise<string>) => Promise<string>)[] = [];
  const put: CoordinationStore['put'] = (key, body, expect_) => {
    const plan = plans.shift();
    const go = (): Promise<string> => store.put(key, body, expect_);
    return plan ? plan(go) : go();
  };
  return { store: { ...store, put }, plans };
}

describe('a register', () => {
  it('holds what was written, for whoever loads it', async () => {
    const store = memoryStore();
    const register = await Register.create(place(store), START);
    await register.change(increment('me'));
    const loaded = await Register.load(place(store));
    expect(loaded?.state).toMatchObject({ owner: 'me', n: 1 });
  });

  it('is created once, by whoever comes first', async () => {
    const store = memoryStore();
    const [one, two] = await Promise.all([
      Register.create(place(store), { owner: 'one', n: 0 }),
      Register.create(place(store), { owner: 'two', n: 0 }),
    ]);
    expect(two?.state.owner).toBe(one?.state.owner);
  });

  it('takes a refusal against itself for success: the answer to its write was lost', async () => {
    const { store, plans } = troubled(memoryStore());
    const register = await Register.create(place(store), START);
    // A layer below repeats the request, as HTTP stacks do, and meets what it has written itself.
    plans.push(async (put) => {
      await put();
      return put();
    });
    await register.change({ ...increment('me'), accepts: () => false });
    expect(register.state.n).toBe(1);
    await register.change(increment('me'));
    expect((await Register.load(place(store)))?.state.n).toBe(2);
  });

  it('goes on from an earlier write of its own that it had given up on', async () => {
    const { store, plans } = troubled(memoryStore());
    const register = await Register.create(place(store), START);
    plans.push(async (put) => {
      await put();
      throw new Error('the line was cut');
    });
    await expect(register.change(increment('me'))).rejects.toThrow('the line was cut');
    await register.change(increment('me'));
    expect(register.state.n).toBe(2);
  });

  it('tries again when nothing has changed: two writes met and both were refused', async () => {
    const { store, plans } = troubled(memoryStore());
    const register = await Register.create(place(store), START);
    plans.push(() => Promise.reject(new Conflict('count')));
    await register.change(increment('me'));
    expect(register.state.n).toBe(1);
  });

  it('does not write over someone else', async () => {
    const store = memoryStore();
    const mine = await Register.create(place(store), START);
    const theirs = await Register.load(place(store));
    await theirs?.change({ ...increment('they'), accepts: () => true });
    await expect(mine.change(increment('me'))).rejects.toThrow(ForeignWrite);
    expect((await Register.load(place(store)))?.state).toMatchObject({ owner: 'they', n: 1 });
  });

  it('writes nothing when there is nothing to write', async () => {
    const store = memoryStore();
    const register = await Register.create(place(store), START);
    const before = await store.get('count');
    await register.change({ update: () => undefined, accepts: () => true });
    expect(await store.get('count')).toEqual(before);
  });

  it('writes no two bodies alike, so that no version comes back', async () => {
    const bodies = new Set<string>();
    const inner = memoryStore();
    const put: CoordinationStore['put'] = (key, body, expect_) => {
      bodies.add(Buffer.from(body).toString());
      return inner.put(key, body, expect_);
    };
    const register = await Register.create(place({ ...inner, put }), START);
    const same = { update: (state: Count) => state, accepts: () => true };
    for (let n = 0; n < 10; n++) await register.change(same);
    expect(bodies.size).toBe(11);
  });
});
