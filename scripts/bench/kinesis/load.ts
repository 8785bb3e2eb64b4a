// A process of its own, so that making load and serving it do not share a processor's time: does the job
// that it is told, as JSON, and prints what came out, as JSON.
import { getFew, getFull } from './get-full.ts';
import type { Job } from './job.ts';
import { putMany } from './jobs.ts';
import { putOne, putThenGet } from './put-then-get.ts';
import { pushToFive } from './push-to-five.ts';
import { putBySdk, sessionPerCall } from './sdk-jobs.ts';

const JOBS: Readonly<Record<string, (job: Job) => Promise<unknown>>> = {
  putMany,
  putBySdk,
  sessionPerCall,
  getFull,
  getFew,
  putThenGet,
  putOne,
  pushToFive,
};

const job = JSON.parse(process.argv[2] ?? '{}') as Job;
const work = JOBS[job.name];
if (!work) throw new Error(`no job ${job.name}`);
process.stdout.write(JSON.stringify(await work(job)));
process.exit(0);
