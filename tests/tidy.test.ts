import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultTopology } from '#pipeline/topology.ts';
import { readText, repositoryFiles, ROOT } from './support/repository.ts';

/** Rules of this repository that no linter knows. Each message says what to do instead. */

const files = repositoryFiles().filter((file) => existsSync(ROOT + file));
const isTest = (file: string): boolean =>
  /\.test(-support)?\.ts$/.test(file) || file.startsWith('tests/');
const sources = files.filter((file) => file.endsWith('.ts') && !isTest(file));
const top = (file: string): string => file.split('/')[0] ?? '';

/** Which top-level folders a folder may import from. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  runtime: [],
  pipeline: ['runtime'],
  producer: ['runtime', 'pipeline'],
  consumers: ['runtime', 'pipeline'],
  emulator: ['runtime'],
  dashboard: ['runtime', 'pipeline'],
  lab: ['runtime', 'pipeline', 'producer', 'consumers', 'emulator', 'dashboard'],
  scripts: ['runtime', 'pipeline', 'producer', 'consumers', 'emulator', 'dashboard', 'lab'],
};

const importsOf = (file: string): string[] =>
  [...readText(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');

/** The top-level folder that an import leads to; undefined for packages. */
function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return top(specifier.slice(1));
  if (specifier.startsWith('.')) return top(path.posix.join(path.posix.dirname(file), specifier));
  return undefined;
}

/** Every place in `among` where `pattern` occurs, as `file:line`. */
function placesOf(pattern: RegExp, among: readonly string[]): string[] {
  return among.flatMap((file) =>
    readText(file)
      .split('\n')
      .flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1}`] : [])),
  );
}

const sourcesExcept = (...allowed: readonly string[]): string[] =>
  sources.filter((file) => !allowed.includes(file));

describe('the repository', () => {
  it('imports along the arrows of the design only', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .map((specifier) => ({ specifier, target: targetOf(file, specifier) }))
        .filter(({ target }) => target !== undefined && target !== top(file))
        .filter(({ target = '' }) => !(ARROWS[top(file)] ?? []).includes(target))
        .map(({ specifier }) => `${file} must not import ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('crosses a border between folders by #name, visibly, and stays relative inside', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => {
          const crosses = targetOf(file, specifier) !== top(file);
          return specifier.startsWith('.') ? crosses : specifier.startsWith(`#${top(file)}/`);
        })
        .map((specifier) => `${file}: ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('reaches the emulator from outside through its door only', () => {
    const wrong = sources
      .filter((file) => top(file) === 'lab')
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => name.startsWith('#emulator/') && name !== '#emulator/index.ts')
          .map((name) => `${file}: import ${name} through #emulator/index.ts`),
      );
    expect(wrong).toEqual([]);
  });

  it('keeps the AWS SDK out of what imitates AWS, but for Firehose, which is a client', () => {
    const imitating = sources.filter((file) => /^emulator\/(wire|kinesis|s3|sts|iam)\//.test(file));
    const wrong = imitating.filter((file) =>
      importsOf(file).some((specifier) => specifier.startsWith('@aws-sdk/')),
    );
    expect(wrong).toEqual([]);
  });

  it('takes time from a Clock', () => {
    // A socket's own `.setTimeout(` is Node's idle timeout, not a timer.
    const time = /\bDate\.now\(|\bnew Date\(\)|(?<!\.)\bset(Timeout|Interval)\(|node:timers/;
    const allowed = ['runtime/clock.ts', 'runtime/service.ts'];
    expect(placesOf(time, sourcesExcept(...allowed))).toEqual([]);
  });

  it('takes chance from a Random; lab/seed.ts alone may ask the system for a seed', () => {
    const chance = /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(|\brandomInt\(/;
    expect(placesOf(chance, sourcesExcept('lab/seed.ts'))).toEqual([]);
  });

  it('reads the environment in runtime/service.ts alone; scripts may quieten the SDK and find a browser', () => {
    const allowed = ['runtime/service.ts', 'scripts/bench/main.ts', 'scripts/open-browser.ts'];
    expect(placesOf(/\bprocess\.env\b/, sourcesExcept(...allowed))).toEqual([]);
  });

  it('has no folder or file for leftovers; name it after what it holds', () => {
    const leftovers = /(^|\/)(utils?|common|helpers?|misc|shared)(\/|\.ts$)/;
    expect(files.filter((file) => leftovers.test(file))).toEqual([]);
  });

  it('lists each action of a service in its index, with a test beside it', () => {
    const actions = sources.filter((file) => /^emulator\/[^/]+\/actions\/[^/]+\.ts$/.test(file));
    const wrong = actions
      .filter((file) => !file.endsWith('/index.ts'))
      .flatMap((file) => {
        const index = readText(`${path.posix.dirname(file)}/index.ts`);
        const isListed = index.includes(`./${path.posix.basename(file)}`);
        const isTested = files.includes(file.replace(/\.ts$/, '.test.ts'));
        return [
          ...(isListed ? [] : [`${file} is missing from its index`]),
          ...(isTested ? [] : [`${file} has no test beside it`]),
        ];
      });
    expect(wrong).toEqual([]);
  });

  it('lets LocalStack make what the topology names', () => {
    const { stream, deliveryStream, bucket, stateBucket } = defaultTopology;
    expect(readText('localstack-init/ready.d/provision.py')).toContain(
      [
        `STREAM = "${stream}"`,
        `DELIVERY_STREAM = "${deliveryStream}"`,
        `BUCKET = "${bucket}"`,
        `STATE_BUCKET = "${stateBucket}"`,
      ].join('\n'),
    );
  });

  it('leaves nothing for later in the text', () => {
    const leftover = new RegExp(['TO', 'DO|FIX', 'ME|XX', 'X'].join(''));
    expect(
      placesOf(
        leftover,
        files.filter((file) => /\.(ts|md|js|mjs)$/.test(file)),
      ),
    ).toEqual([]);
  });
});

describe('the papers', () => {
  it('name only files that exist', () => {
    const named = [...readText('ARCHITECTURE.md').matchAll(/`([a-z][\w./-]*\/[\w.-]+\.\w+)`/g)];
    const missing = named.map((match) => match[1] ?? '').filter((name) => !existsSync(ROOT + name));
    expect(named.length).toBeGreaterThan(8);
    expect(missing).toEqual([]);
  });

  it('number each decision once, without a gap', () => {
    const pages = files.filter((file) => file.startsWith('docs/decisions/')).sort();
    const numbers = pages.map((file) => Number(/\/(\d+)-/.exec(file)?.[1]));
    const headings = pages.map((file) => Number(/^# (\d+)\. /.exec(readText(file))?.[1]));
    expect(headings).toEqual(numbers);
    expect(numbers).toEqual(pages.map((_, at) => at + 1));
  });

  it('follow one record through nine files at most', () => {
    const steps = readText('ARCHITECTURE.md').match(/^\d+\. `/gm) ?? [];
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.length).toBeLessThanOrEqual(9);
  });

  it('say the same in English and in Portuguese', () => {
    const shape = (file: string) => {
      const text = readText(file);
      return {
        code: text.match(/^```[\s\S]*?^```/gm) ?? [],
        headings: text.replace(/^```[\s\S]*?^```/gm, '').match(/^#+ /gm) ?? [],
        tables: text.match(/^\|/gm)?.length ?? 0,
      };
    };
    expect(shape('README.pt-BR.md')).toEqual(shape('README.md'));
  });
});
