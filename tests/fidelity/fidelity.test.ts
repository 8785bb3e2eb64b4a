import { describe, expect, it } from 'vitest';
import { readText, ROOT } from '../support/repository.ts';
import { readContract } from './read-contract.ts';
import { onSockets } from './on-sockets.ts';
import { readOperations } from './read-operations.ts';
import { render } from './render.ts';
import { traps } from './traps.ts';

const subjects = await readContract();
const operations = readOperations();

describe('docs/fidelity.md', () => {
  it('says what the contract suite says; `npm run fidelity` writes it', async () => {
    expect(subjects.length).toBeGreaterThan(4);
    await expect(render(subjects, operations)).toMatchFileSnapshot(`${ROOT}docs/fidelity.md`);
  });

  it('knows each trap that a case names', () => {
    const named = subjects.flatMap(({ cases }) =>
      Object.values(cases).flatMap((one) => one.traps ?? []),
    );
    expect(named.filter((number) => traps[number] === undefined)).toEqual([]);
  });

  it('names only tests on sockets that are there', () => {
    const missing = Object.values(onSockets).filter(
      ({ file, test }) => !readText(file).includes(`it('${test}'`),
    );
    expect(missing).toEqual([]);
  });

  it('reads the name and the comment of each operation', () => {
    const all = operations.flatMap(({ offered }) => offered);
    expect(all.length).toBeGreaterThan(60);
    expect(all.filter(({ name }) => name === '')).toEqual([]);
    const splitShard = all.find(({ name }) => name === 'SplitShard');
    expect(splitShard).toEqual({ name: 'SplitShard', unlike: '', unverified: '' });
    expect(all.find(({ name }) => name === 'PutResourcePolicy')?.unlike).toBe(
      'Of the policy only that it is a JSON object is checked, and it allows and forbids nothing.',
    );
  });
});
