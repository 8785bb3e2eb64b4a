import { describe, expect, it } from 'vitest';
import { ask } from './ask.ts';
import { givenCaller } from './given-caller.test-support.ts';

describe('asking', () => {
  it.each([
    ['yes\n', 'yes'],
    ['  y \r\nmore\n', 'y'],
    ['y', 'y'],
    ['\n', ''],
  ])('takes the first line of %j for the answer %j', async (typed, answer) => {
    const { scope, talk } = givenCaller(typed);
    expect(await ask('Go on? ', scope, [])).toBe(answer);
    expect(talk()).toBe('Go on? \n');
  });

  it('does not take an end for an answer', async () => {
    const { scope } = givenCaller('');
    await expect(ask('Go on? ', scope, ['KINLAB_YES=1'])).rejects.toMatchObject({
      code: 'not-confirmed',
      exitCode: 252,
      fixes: ['KINLAB_YES=1'],
    });
  });

  it('ends when it is asked to', async () => {
    const { scope, stop } = givenCaller(undefined);
    const answer = ask('Go on? ', scope, []);
    stop();
    await expect(answer).rejects.toMatchObject({ code: 'not-confirmed', exitCode: 130 });
  });
});
