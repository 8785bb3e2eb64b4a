import { writeFile } from 'node:fs/promises';
import { systemClock } from '#runtime/clock.ts';
import { EXIT, UsageError } from '#runtime/errors.ts';
import { createLog } from '#runtime/log.ts';
import { reportText } from '../report/report-text.ts';
import { withTarget } from '../services/run-service.ts';
import { stackReport } from '../services/stack-report.ts';
import { brokenPromises } from '../report/verdict.ts';
import type { Run } from './command.ts';

/** The books and latencies of services that run elsewhere, from what is on the stream and in the bucket. */
export const report: Run = async (settings, program) => {
  if (settings.target === 'embedded') {
    throw new UsageError([
      'the embedded lab ends with its report; for services that run elsewhere: KINLAB_TARGET=localstack kinlab report',
    ]);
  }
  const log = createLog({ clock: systemClock, level: 'warn', write: program.talk.write });
  return withTarget(settings, program, log, async (scope, target) => {
    const drawn = await stackReport(scope, target);
    const asJson = `${JSON.stringify(drawn, undefined, 2)}\n`;
    if (settings.report !== undefined) await writeFile(settings.report, asJson);
    program.out.write(settings.output === 'json' ? asJson : reportText(drawn));
    return brokenPromises(drawn).length > 0 ? EXIT.assertion : EXIT.ok;
  });
};
