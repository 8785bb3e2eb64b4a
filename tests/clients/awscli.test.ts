import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readText } from '../support/repository.ts';
import { givenLab, type GivenLab } from './given-lab.ts';

/** A minute of Firehose takes a second. */
const SPEED = '60';

const blocks = [...readText('examples/awscli.md').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', text = '']) => ({ language, text }),
);

/** Each block of commands, with what the page says it prints. */
const steps = blocks.flatMap(({ language, text }, at) =>
  language === 'sh' ? [{ title: text.split('\n')[0], commands: text, prints: blocks[at + 1] }] : [],
);

describe('examples/awscli.md', () => {
  let lab: GivenLab;
  beforeAll(async () => {
    lab = await givenLab('--speed', SPEED);
  });
  afterAll(() => lab.close());

  it('has commands, each with what it prints', () => {
    expect(steps.length).toBeGreaterThan(5);
    expect(steps.filter(({ prints }) => prints?.language !== 'text')).toEqual([]);
  });

  // One builds on the other, as on the page.
  it.each(steps)('$title', async ({ commands, prints }) => {
    const { code, printed } = await lab.run('bash', ['-euo', 'pipefail', '-c', commands]);
    expect([code, printed.trim()]).toEqual([0, prints?.text.trim()]);
  });
});
