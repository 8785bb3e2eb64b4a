import type { Answer, Docker } from './docker.ts';

/** What `docker WORDS…` answers, by the first of these that the words begin with. */
export type Script = Readonly<Record<string, Partial<Answer>>>;

/** A machine with all that the stack needs. */
export const ALL_WELL: Script = {
  version: { stdout: '28.2.2\n' },
  'compose version': { stdout: '2.40.0\n' },
  'image inspect': {},
  ps: {},
};

export interface GivenDocker extends Docker {
  /** Every question so far, as one line each. */
  readonly asked: string[];
}

/** A Docker that answers by a script, and to whatever that leaves out as if there were no such thing. */
export function givenDocker(script: Script, { oldCompose = false } = {}): GivenDocker {
  const asked: string[] = [];
  return {
    asked,
    ask: (...args) => {
      const line = args.join(' ');
      asked.push(line);
      const [, answer] = Object.entries(script).find(([words]) => line.startsWith(words)) ?? [];
      return Promise.resolve({
        code: answer === undefined ? 1 : 0,
        stdout: '',
        stderr: '',
        ...answer,
      });
    },
    show: () => Promise.resolve(0),
    hasOldCompose: () => Promise.resolve(oldCompose),
  };
}
