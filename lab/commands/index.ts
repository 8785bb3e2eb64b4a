import type { Command } from './command.ts';

/** The verbs of `kinlab`. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'demo',
    summary: 'runs the whole lab (what `npm start` does) and ends with a report',
    settings: [
      'target',
      'input',
      'key',
      'time',
      'rate',
      'shards',
      'speed',
      'for',
      'bufferSeconds',
      'bufferMib',
      'seed',
      'port',
      'report',
      'output',
    ],
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'serve',
    summary: 'runs the emulated Kinesis, Firehose and S3 alone, for other programs',
    settings: ['host', 'port', 'speed', 'seed'],
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'env',
    summary: 'prints the variables that point AWS clients at the lab, for eval',
    settings: ['port'],
    load: async () => (await import('./env.ts')).env,
  },
];
