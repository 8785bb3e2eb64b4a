import { UsageError } from '#runtime/errors.ts';
import { chooseInput } from '../traffic/choose-input.ts';
import { runConsumerService, type ConsumerService } from '../services/consumer-service.ts';
import { runDashboardService } from '../services/dashboard-service.ts';
import { runFirehoseService } from '../services/firehose-service.ts';
import { runProducerService } from '../services/producer-service.ts';
import { runService } from '../services/run-service.ts';
import type { Target } from '../target.ts';
import type { Run } from './command.ts';

/** Puts the input on the target's stream. */
export const producerService: Run = async (settings, program) => {
  const choose = await chooseInput(settings, program.stdin);
  return runService('producer', settings, program, (scope) => runProducerService(scope, choose));
};

/** Reads the target's stream as one of the lab's two consumers. */
export const consumerService =
  (name: string, subject: ConsumerService['subject']): Run =>
  (settings, program) =>
    runService(name, settings, program, (scope, target) =>
      runConsumerService(scope, {
        name,
        subject,
        read: settings.read ?? usualRead(subject, target),
      }),
    );

/** Delivers the target's stream to the target's bucket. */
export const firehoseService: Run = (settings, program) => {
  const { host, port, target: name } = settings;
  if (name === 'aws') {
    throw new UsageError(['service firehose goes with local endpoints: AWS delivers by its own']);
  }
  return runService('firehose', settings, program, (scope, target) =>
    runFirehoseService(scope, { target, host, port }),
  );
};

/** Serves the live page of services that run elsewhere. */
export const dashboardService: Run = (settings, program) => {
  const { host, dashboardPort: port, services } = settings;
  return runService('dashboard', settings, program, (scope, target) =>
    runDashboardService(scope, { target, host, port, services }),
  );
};

/** LocalStack's enhanced fan-out comes in steps of 3 s and never tells of a shard's end. */
const usualRead = (subject: ConsumerService['subject'], { name }: Target): 'polling' | 'efo' =>
  subject === 'fraud' && name === 'aws' ? 'efo' : 'polling';
