import { checkKinesis } from './check-kinesis.ts';

/** `npm run test:model`: as in `kinesis.test.ts`, for minutes. */
const RUNS = 10_000;

const startedAt = performance.now();
await checkKinesis(RUNS);
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
process.stdout.write(`${RUNS} random runs: stream and model agree (${seconds} s).\n`);
