// `npm run up`: docker compose up, after a look at whether it can, with words for what stands in the way.
import { EXIT } from '#runtime/errors.ts';
import { explain, runProgram, type ProgramScope } from '#runtime/service.ts';
import { reasonsNotToStart } from './cannot-start.ts';
import { readContainers } from './containers.ts';
import { systemDocker } from './docker.ts';
import { gatherFacts, type Facts } from './facts.ts';
import { stackOf, type Stack } from './stack.ts';
import { whyNotHealthy } from './why-not-healthy.ts';

async function up({ env, talk }: ProgramScope): Promise<number> {
  const stack = stackOf(env);
  const facts = await gatherFacts(systemDocker, stack);
  const reasons = reasonsNotToStart(facts, stack);
  for (const reason of reasons) explain(reason, talk);
  if (reasons.length > 0) return EXIT.environment;

  talk.write(`${foundLine(facts, stack)}\n`);
  for (const service of stack.buildFirst) await systemDocker.show('compose', 'build', service);
  if ((await systemDocker.show('compose', 'up', '--wait')) !== 0) {
    throw whyNotHealthy(await readContainers(systemDocker), stack.awsImage);
  }
  talk.write(whereToLook(stack));
  return EXIT.ok;
}

const foundLine = ({ engine, compose }: Facts, { ports }: Stack): string =>
  [
    `✔ Docker ${engine.state === 'running' ? engine.version : ''}`,
    `Compose ${compose.state === 'present' ? compose.version : ''}`,
    `port ${ports.map(({ port }) => port).join(', ')} free`,
    'images within reach',
  ].join(' · ');

const whereToLook = ({ ports }: Stack): string =>
  [
    '',
    `  AWS endpoint   http://127.0.0.1:${ports[0]?.port}`,
    `  Live page      http://127.0.0.1:${ports[1]?.port}`,
    '  Report         docker compose run --rm report',
    '  Logs           docker compose logs -f consumer-1',
    '  Stop           npm run down',
    '',
  ].join('\n');

await runProgram(up);
