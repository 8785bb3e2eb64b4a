import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { codecTargets } from './codec-targets.ts';
import { requestTargets } from './request-targets.ts';

/* Gives every reader of what clients send inputs without end, and tells what none of them may do. */

const { values } = parseArgs({ options: { inputs: { type: 'string', default: '1000000' } } });
const total = Number(values.inputs);
const targets = [...codecTargets, ...requestTargets];
const shares = targets.reduce((sum, { share }) => sum + share, 0);

let inputs = 0;
let finds = 0;
for (const { name, property, share } of targets) {
  const startedAt = performance.now();
  const numRuns = Math.ceil((total * share) / shares);
  const result = await fc.check(property, { numRuns });
  inputs += result.numRuns;
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.log(
    `${name.padEnd(24)}${result.numRuns.toLocaleString('en').padStart(9)} inputs${seconds.padStart(7)} s`,
  );
  if (!result.failed) continue;
  finds += 1;
  console.log(fc.defaultReportMessage(result));
}
console.log(`${inputs.toLocaleString('en')} inputs, ${finds} finds`);
process.exit(finds > 0 ? 1 : 0);
