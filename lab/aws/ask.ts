import { EXIT, ExpectedError } from '#runtime/errors.ts';
import type { ProgramScope } from '#runtime/service.ts';
import { aborted } from '#runtime/signals.ts';

/** Nobody said yes, so nothing was done. */
export class NotConfirmed extends ExpectedError {
  readonly code = 'not-confirmed';
  override readonly exitCode: number;
  override readonly fixes: readonly string[];

  constructor(message: string, exitCode: number, fixes: readonly string[] = []) {
    super(message);
    this.exitCode = exitCode;
    this.fixes = fixes;
  }
}

type Asker = Pick<ProgramScope, 'stdin' | 'talk' | 'signal'>;

/** Asks, and gives the first line of the answer. Throws NotConfirmed when there is nobody to answer. */
export async function ask(
  question: string,
  { stdin, talk, signal }: Asker,
  fixes: readonly string[],
): Promise<string> {
  talk.write(question);
  const stopped = aborted(signal).then(() => undefined);
  const answer = await Promise.race([firstLine(stdin), stopped]);
  if (signal.aborted)
    throw new NotConfirmed('stopped on request; nothing was done', EXIT.interrupted);
  // A person's own Enter ends the line on a terminal; elsewhere nobody sees what was typed.
  if (!talk.isTerminal || answer === undefined) talk.write('\n');
  if (answer === undefined) {
    throw new NotConfirmed('nobody is there to answer; nothing was done', EXIT.usage, fixes);
  }
  return answer.trim();
}

/** Undefined: the input ended without one. */
async function firstLine(stdin: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  let text = '';
  for await (const chunk of stdin) {
    text += Buffer.from(chunk).toString();
    if (text.includes('\n')) break;
  }
  return text === '' ? undefined : text.split('\n')[0];
}
