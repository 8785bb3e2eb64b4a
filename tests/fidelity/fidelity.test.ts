import { describe, expect, it } from 'vitest';
import { readText, ROOT } from '../support/repository.ts';
import { readContract } from './read-contract.ts';
import { onSockets } from './on-sockets.ts';
import { render } from './render.ts';
import { traps } from './traps.ts';

const subjects = await readContract();

describe('docs/fidelity.md', () => {
  it('says what the contract suite says; `npm run fidelity` writes it', async () => {
    expect(subjects.length).toBeGreaterThan(4);
    await expect(render(subjects)).toMatchFileSnapshot(`${ROOT}docs/fidelity.md`);
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
});
