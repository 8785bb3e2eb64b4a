// `npm run down`: stops and removes the services of every profile; a plain `down` would leave some behind.
// What follows -- is compose's own, such as --volumes.
import { EXIT } from '#runtime/errors.ts';
import { runProgram } from '#runtime/service.ts';
import { systemDocker } from './docker.ts';

await runProgram(async ({ args }) => {
  const code = await systemDocker.show('compose', '--profile', '*', 'down', ...args);
  return code === 0 ? EXIT.ok : EXIT.service;
});
