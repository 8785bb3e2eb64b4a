import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '#lab/report/report.ts';
import { Program, run } from '../support/program.ts';

/** The program as a user meets it: what it prints, what it exits with, what it makes of trouble. */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kinlab-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const inFolder = (name: string): string => path.join(folder, name);
const reportOf = (text: string): Report => JSON.parse(text) as Report;
const lines = (...items: readonly unknown[]): string =>
  items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('\n');

/** Real time is short here: a buffer that falls due a second after its first record. */
const QUICK = ['--port', '0', '--buffer-seconds', '1', '-o', 'json'];

describe('kinlab demo', () => {
  it('runs three lab minutes at sixty times the speed and ends with balanced books', async () => {
    const file = inFolder('report.json');
    const flags = ['--for', '3m', '--speed', '60', '--seed', '7', '--port', '0', '--report', file];
    const { code, stdout } = await run(['demo', ...flags]);
    expect(code).toBe(0);
    expect(stdout).toContain('✔ The books balance');
    const report = reportOf(readFileSync(file, 'utf8'));
    expect(report).toMatchObject({ target: 'embedded', speed: 60, seed: 7 });
    expect(report.books).toMatchObject({
      failed: 0,
      consumers: {
        'consumer-1': { received: report.books.put, duplicates: 0, missing: 0, outOfOrder: 0 },
        'consumer-2': { received: report.books.put, duplicates: 0, missing: 0, outOfOrder: 0 },
      },
      s3: { records: report.books.put, missing: 0, duplicates: 0, outOfOrder: 0 },
      balanced: true,
    });
    expect(report.deliveries.length).toBeGreaterThanOrEqual(3);
    expect(report.deliveries.every(({ trigger }) => trigger === 'interval')).toBe(true);
    expect(Object.keys(report.latencyMs.putToS3)).toEqual(
      expect.arrayContaining(['count', 'mean', 'p50', 'p95', 'p99', 'max', 'awsDocuments']),
    );
    expect(report.fraud.planted).toBeGreaterThan(0);
  });

  it('says first where it is, what it runs and by which rules', async () => {
    const { stderr } = await run(['demo', ...QUICK, '--for', '1s']);
    for (const words of [
      'target: embedded',
      'AWS endpoint   http://127.0.0.1:',
      'Stream         events · 2 shards',
      'consumer-1 monitoring',
      'consumer-2 fraud detection',
      '1 MiB or 1 s, whichever is first',
    ]) {
      expect(stderr).toContain(words);
    }
  });

  it('names each object with what triggered it', async () => {
    const { stderr } = await run(['demo', ...QUICK, '--for', '1s']);
    expect(stderr).toMatch(
      /✔ s3:\/\/events-archive\/\S+ {3}[\d,]+ records · [\d.]+ MiB · by interval/,
    );
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'reports a part-filled buffer as buffered after %s, balanced, and exits 0',
    async (signal) => {
      const program = new Program(['demo', '--port', '0', '-o', 'json']);
      await program.printed(/Ctrl-C for the report/);
      await program.printed(/put \d+/);
      program.signal(signal);
      const { code, stdout } = await program.ended;
      const { books } = reportOf(stdout);
      expect(code).toBe(0);
      expect(books.put).toBeGreaterThan(0);
      expect(books.firehose).toMatchObject({ received: books.put, buffered: books.put });
      expect(books.balanced).toBe(true);
    },
  );

  it('ends at once with 1 when it is asked twice', async () => {
    const program = new Program(['demo', '--port', '0']);
    await program.printed(/Ctrl-C for the report/);
    program.signal('SIGINT');
    program.signal('SIGTERM');
    expect((await program.ended).code).toBe(1);
  });

  it('puts what it reads from standard input', async () => {
    const stdin = lines({ id: 'a', n: 1 }, { id: 'b', n: 2 }, { id: 'a', n: 3 });
    const { code, stdout } = await run(['demo', ...QUICK, '--input', '-', '--key', 'id'], {
      stdin,
    });
    expect([code, reportOf(stdout).books.put]).toEqual([0, 3]);
  });

  it('refuses lines that are no records by their number, and goes on', async () => {
    const file = inFolder('some-bad.ndjson');
    writeFileSync(
      file,
      lines({ id: 'a' }, 'not json', { other: 1 }, { id: 'x'.repeat(1_100_000) }, { id: 'b' }),
    );
    const { code, stdout } = await run(['demo', ...QUICK, '--input', file, '--key', 'id']);
    const { books, input } = reportOf(stdout);
    expect([code, books.put, input.refused]).toEqual([0, 2, 3]);
    expect(input.refusals.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  it('exits 1 when no line is a record', async () => {
    const { code, stdout } = await run(['demo', ...QUICK, '--input', '-'], { stdin: 'no\nno\n' });
    expect([code, reportOf(stdout).input.refused]).toEqual([1, 2]);
  });

  it('reports zeros for an empty input', async () => {
    const { code, stdout } = await run(['demo', ...QUICK, '--input', '-'], { stdin: '' });
    const { books } = reportOf(stdout);
    expect([code, books.put, books.balanced]).toEqual([0, 0, true]);
  });

  it('names a file that is not there, before it starts anything', async () => {
    const { code, stderr } = await run(['demo', ...QUICK, '--input', inFolder('nowhere.ndjson')]);
    expect(code).toBe(253);
    expect(stderr).toContain('nowhere.ndjson');
    expect(stderr).not.toContain('AWS endpoint');
  });

  it('names everything that is wrong with flags and variables, at once', async () => {
    const { code, stderr } = await run(['demo', '--sharts', '3', '--speed', '1000'], {
      env: { KINLAB_RAET: '5' },
    });
    expect(code).toBe(252);
    expect(stderr).toBe(
      [
        '✖ --sharts: no such setting; did you mean --shards?',
        '✖ KINLAB_RAET: no such setting; did you mean KINLAB_RATE?',
        '✖ --speed: from 0.1 to 600, please',
        '',
      ].join('\n'),
    );
  });
});

describe('a port that is taken', () => {
  let taken: Server;
  afterAll(() => taken.close());

  it('is named with its mend, and the exit code is 253', async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await run(['demo', '--port', String(port)]);
    expect(code).toBe(253);
    expect(stderr).toMatch(new RegExp(`^✖ .*\\b${port}\\b.*\\n {2}fix`));
  });
});

describe('kinlab serve', () => {
  it('says Ready., answers on health paths, and exits 0 on SIGTERM', async () => {
    const program = new Program(['serve', '--port', '0']);
    await program.printed(/^Ready\.$/m);
    const [, endpoint = ''] = await program.printed(/at (http:\/\/127\.0\.0\.1:\d+)/);
    for (const health of ['/health', '/_localstack/health']) {
      const answer = await fetch(endpoint + health);
      expect(await answer.json()).toMatchObject({ services: { kinesis: 'running' } });
    }
    program.signal('SIGTERM');
    expect((await program.ended).code).toBe(0);
  });
});

describe('kinlab produce', () => {
  it('puts lines on the stream of a lab that runs elsewhere, and says where each went', async () => {
    const lab = new Program(['serve', '--port', '0', '--provision', 'lab']);
    await lab.printed(/^Ready\.$/m);
    const [, port = ''] = await lab.printed(/at http:\/\/127\.0\.0\.1:(\d+)/);
    const stdin = '{"id":"a","n":1}\nno\n{"id":"a","n":2}\n';
    const put = await run(['produce', '--port', port, '--key', 'id'], { stdin });
    expect(put.code).toBe(1);
    expect(put.stdout).toMatch(/^(s\d {2}\d+ {2}a {2}16 B\n){2}$/);
    expect(put.stderr).toMatch(/✖ line 2: not JSON\n2 put · 0 given up · 1 line refused\n$/);

    const tail = ['tail', '--port', port, '--from', 'start', '--for', '2s'];
    const { stdout } = await run(tail);
    expect(stdout).toMatch(/a {2}\{"id":"a","n":1\}\n.* a {2}\{"id":"a","n":2\}\n$/);

    const nowhere = await run(['produce', '--port', port, '--stream', 'evens'], { stdin: 'x' });
    expect(nowhere.code).toBe(254);
    expect(nowhere.stderr).toContain('✖ ResourceNotFoundException: Stream evens');
    lab.signal('SIGTERM');
    await lab.ended;
  });
});

describe('kinlab', () => {
  it('knows a slip of the fingers', async () => {
    const { code, stderr } = await run(['serv']);
    expect([code, stderr]).toEqual([252, '✖ kinlab serv: no such command; did you mean serve?\n']);
  });

  it('lists its commands and settings', async () => {
    expect((await run(['--help'])).stdout).toContain('serve');
    expect((await run(['demo', '--help'])).stdout).toContain('--buffer-seconds');
  });

  it('prints what points an AWS client at the lab', async () => {
    const { stdout } = await run(['env', '--port', '4600']);
    expect(stdout).toContain('export AWS_ENDPOINT_URL=http://127.0.0.1:4600\n');
  });
});
