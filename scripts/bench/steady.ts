import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '#lab/report/report.ts';
import { systemClock } from '#runtime/clock.ts';
import { residentMb, start, startCommand } from '../program/child.ts';
import type { Figure } from './figure.ts';

const SECONDS = 120;
/** Short enough for twenty deliveries by interval within the two minutes. */
const BUFFER_SECONDS = 4;
const WANTED_DELIVERIES = 20;
const MEMORY_BAR_MB = 150;
const LATE_BAR_MS = 100;

/** Two minutes of the lab at its usual pace, on the real clock: its memory, and Firehose's punctuality. */
export async function steady(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-bench-'));
  const file = path.join(folder, 'report.json');
  const flags = [`--for=${SECONDS}s`, `--buffer-seconds=${BUFFER_SECONDS}`, `--report=${file}`];
  const program = start([...startCommand(), '--port=0', '--seed=7', ...flags]);
  await systemClock.sleep(SECONDS * 1_000);
  const memoryMb = residentMb(program.child.pid ?? 0);
  const code = await program.exit;
  if (code !== 0) throw new Error(`the lab exited with ${code}:\n${program.talk()}`);
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  rmSync(folder, { recursive: true });

  const late = report.deliveries
    .filter(({ trigger }) => trigger === 'interval')
    .map(({ deliveredAt, dueAt }) => Date.parse(deliveredAt) - Date.parse(dueAt ?? ''));
  const [least, most] = [Math.min(...late), Math.max(...late)];
  return [
    {
      what: `memory after ${SECONDS} s at 50 records/s (resident)`,
      measured: `${memoryMb.toFixed(0)} MB`,
      bar: `≤ ${MEMORY_BAR_MB} MB`,
      isMet: memoryMb <= MEMORY_BAR_MB,
    },
    {
      what: `Firehose by interval, real clock, ${late.length} deliveries: delivered − due`,
      measured: `${least} to ${most} ms`,
      bar: `0 to ${LATE_BAR_MS} ms, all of at least ${WANTED_DELIVERIES}`,
      isMet: late.length >= WANTED_DELIVERIES && least >= 0 && most <= LATE_BAR_MS,
    },
  ];
}
