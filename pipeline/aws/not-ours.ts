import { TAG } from './tag.ts';
import { AwsTrouble } from './trouble.ts';

/** Something of that name is there without our tag: it is somebody's, and stays as it is. */
export const notOurs = (what: string): AwsTrouble =>
  new AwsTrouble(
    'name-taken',
    `${what} is there already and does not carry the tag ${TAG.Key}=${TAG.Value}, so it is not the lab's`,
    [
      'use another region or account, where the name is free',
      `or, if it is yours to lend, give it the tag ${TAG.Key}=${TAG.Value}; kinlab reset will then delete it`,
    ],
  );
