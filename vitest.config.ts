import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/**
 * One project per ring of tests; nothing is ever retried. Files share their process, and with it the
 * modules they load: no module keeps state, and loading them anew for each file takes half the time.
 */
const ring = (
  name: string,
  include: string[],
  options: TestProjectInlineConfiguration['test'] = {},
) => ({
  extends: true as const,
  test: { name, include, isolate: false, ...options },
});

/** Nothing that these tests do may leave the machine. */
const GUARD = { setupFiles: ['tests/support/loopback-guard.ts'] };

/** On a stack in containers, in real time: two files and five cases of each wait side by side. */
const onContainers = {
  testTimeout: 300_000,
  hookTimeout: 180_000,
  maxWorkers: 2,
  maxConcurrency: 5,
  sequence: { groupOrder: 1 },
};

/** A browser on a busy machine takes its time; each wait inside such a test has a budget of its own. */
const inBrowser = {
  testTimeout: 180_000,
  hookTimeout: 60_000,
  maxWorkers: 1,
  sequence: { groupOrder: 4 },
};

export default defineConfig({
  test: {
    retry: 0,
    maxWorkers: 2,
    // Ends what hangs. No test may need it: machines are shared, and slow now and then.
    testTimeout: 60_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    projects: [
      ring(
        'unit',
        ['{bin,runtime,pipeline,producer,consumers,emulator,dashboard,lab,scripts}/**/*.test.ts'],
        GUARD,
      ),
      ring('contract', ['tests/contract/**/*.test.ts'], GUARD),
      ring('pipeline', ['tests/pipeline/**/*.test.ts'], GUARD),
      ring('model', ['tests/model/**/*.test.ts']),
      ring('tidy', ['tests/{tidy,lessons}.test.ts', 'tests/fidelity/**/*.test.ts']),
      ring('wall', ['tests/wall/**/*.test.ts'], GUARD),
      ring('clients', ['tests/clients/**/*.test.ts'], {
        globalSetup: ['tests/clients/make-venv.ts'],
        testTimeout: 180_000,
        hookTimeout: 60_000,
        sequence: { groupOrder: 2 },
      }),
      ring('containers-contract', ['tests/contract/{kinesis,firehose,s3}-*.test.ts'], {
        globalSetup: ['tests/support/start-localstack.ts'],
        ...onContainers,
      }),
      ring('browser', ['tests/browser/**/*.test.ts'], inBrowser),
      ring('containers-stack', ['tests/containers/**/*.test.ts'], {
        ...onContainers,
        hookTimeout: 600_000,
        sequence: { groupOrder: 3 },
      }),
    ],
  },
});
