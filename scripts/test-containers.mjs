// Runs the rings of tests that need a container engine. Where none answers they are left out, and that
// is said; in CI that is a failure.
import { spawnSync } from 'node:child_process';
import { getContainerRuntimeClient } from 'testcontainers';

try {
  await getContainerRuntimeClient();
} catch {
  const mustRun = process.env.CI === 'true';
  console.error(
    `${mustRun ? '✖' : '-'} no container engine answers, so no test in containers has run; start Docker or Podman`,
  );
  process.exit(mustRun ? 1 : 0);
}

const args = ['vitest', 'run', '--project', 'containers*', ...process.argv.slice(2)];
const { status } = spawnSync('npx', args, {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
