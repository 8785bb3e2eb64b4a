import { readFileSync } from 'node:fs';
import { didYouMean } from '#runtime/config.ts';
import { EXIT, UsageError } from '#runtime/errors.ts';
import { runProgram, type ProgramScope } from '#runtime/service.ts';
import type { Command } from './commands/command.ts';
import { COMMANDS } from './commands/index.ts';
import { readSettings, settingsHelp } from './settings/settings.ts';

async function kinlab(scope: ProgramScope): Promise<number> {
  const [verb] = scope.args;
  if (verb === '--version' || verb === '-v') return print(scope, version());
  if (verb === undefined || verb === '--help' || verb === '-h' || verb === 'help') {
    return print(scope, usage());
  }
  const command = COMMANDS.find(({ name }) => beginsWith(scope.args, wordsOf(name)));
  if (!command) throw unknownCommand(scope.args);
  const args = scope.args.slice(wordsOf(command.name).length);
  if (args.includes('--help') || args.includes('-h')) return print(scope, helpFor(command));
  const settings = readSettings(args, scope.env, command.settings);
  const run = await command.load();
  return run(settings, scope);
}

/** A command has one word or two, such as `demo` or `service producer`. */
const wordsOf = (name: string): readonly string[] => name.split(' ');

const beginsWith = (args: readonly string[], words: readonly string[]): boolean =>
  words.every((word, at) => args[at] === word);

function unknownCommand(args: readonly string[]): UsageError {
  const names = COMMANDS.map(({ name }) => name);
  const isGroup = names.some((name) => name.startsWith(`${args[0]} `));
  const given = args.slice(0, isGroup ? 2 : 1).join(' ');
  const near = didYouMean(given, names);
  return new UsageError([
    `kinlab ${given}: no such command; ${near ? `did you mean ${near}?` : `there are ${names.join(', ')}`}`,
  ]);
}

const usage = (): string =>
  [
    'kinlab COMMAND [settings]',
    '',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(20)}${summary}`),
    '',
    'kinlab COMMAND --help lists the settings. Each is also a variable: --buffer-seconds is KINLAB_BUFFER_SECONDS.',
  ].join('\n');

const helpFor = ({ name, summary, settings }: Command): string =>
  [`kinlab ${name}: ${summary}`, '', settingsHelp(settings)].join('\n');

function version(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

function print({ out }: ProgramScope, text: string): number {
  out.write(`${text}\n`);
  return EXIT.ok;
}

await runProgram(kinlab);
