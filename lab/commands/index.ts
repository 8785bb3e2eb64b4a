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
    settings: [
      'host',
      'port',
      'speed',
      'seed',
      'provision',
      'shards',
      'bufferSeconds',
      'bufferMib',
    ],
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'service producer',
    summary: 'puts the input on the stream of a target, as a process of its own',
    settings: ['target', 'input', 'key', 'time', 'rate', 'seed'],
    load: async () => (await import('./services.ts')).producerService,
  },
  {
    name: 'service consumer-1',
    summary: 'reads that stream: real-time monitoring',
    settings: ['target', 'read', 'seed'],
    load: async () => (await import('./services.ts')).consumerService('consumer-1', 'monitoring'),
  },
  {
    name: 'service consumer-2',
    summary: 'reads that stream: fraud detection',
    settings: ['target', 'read', 'seed'],
    load: async () => (await import('./services.ts')).consumerService('consumer-2', 'fraud'),
  },
  {
    name: 'service firehose',
    summary: "delivers that stream to its bucket with AWS's timing, whatever the target's own has",
    settings: ['target', 'host', 'port', 'bufferSeconds', 'bufferMib', 'seed'],
    load: async () => (await import('./services.ts')).firehoseService,
  },
  {
    name: 'report',
    summary: 'the books and latencies of services that run elsewhere',
    settings: ['target', 'firehose', 'bufferSeconds', 'bufferMib', 'report', 'output'],
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'env',
    summary: 'prints the variables that point AWS clients at the lab, for eval',
    settings: ['port'],
    load: async () => (await import('./env.ts')).env,
  },
  {
    name: 'reset',
    summary: 'on aws: lists what the lab has made there, asks, and deletes that and only that',
    settings: ['target'],
    load: async () => (await import('./reset.ts')).reset,
  },
  {
    name: 'iam print',
    summary: "prints the policies of Firehose's role on AWS, and what the caller must be allowed",
    settings: ['target'],
    load: async () => (await import('./iam-print.ts')).iamPrint,
  },
];
