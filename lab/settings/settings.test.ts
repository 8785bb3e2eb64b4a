import { describe, expect, it } from 'vitest';
import { UsageError } from '#runtime/errors.ts';
import { readSettings } from './settings.ts';

function problemsOf(args: readonly string[], env: Record<string, string> = {}): readonly string[] {
  try {
    readSettings(args, env);
  } catch (error) {
    if (error instanceof UsageError) return error.problems;
    throw error;
  }
  return [];
}

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(readSettings([], {})).toMatchObject({
      target: 'embedded',
      input: 'payments',
      shards: 2,
      speed: 1,
      bufferSeconds: 60,
      bufferMib: 1,
      port: 4566,
      output: 'text',
    });
  });

  it('takes flags over variables', () => {
    const settings = readSettings(['--shards', '3'], { KINLAB_SHARDS: '4', KINLAB_SPEED: '60' });
    expect([settings.shards, settings.speed]).toEqual([3, 60]);
  });

  it('takes a variable that is empty for one that is not set', () => {
    expect(readSettings([], { KINLAB_SHARDS: '' }).shards).toBe(2);
  });

  it('reads times in lab seconds, minutes and hours', () => {
    expect(readSettings(['--for=3m'], {}).for).toBe(180_000);
    expect(readSettings(['--for', '90s'], {}).for).toBe(90_000);
  });

  it('takes a beginning by its name, or by how long ago it was', () => {
    expect(readSettings([], {}).from).toBe(60_000);
    expect(readSettings(['--from', 'start'], {}).from).toBe('start');
    expect(readSettings(['--from', '5m'], {}).from).toBe(300_000);
    expect(problemsOf(['--from', 'noon'])).toEqual([
      '--from: start, latest, or a time such as 5m, please',
    ]);
  });

  it('takes a switch as it stands, and its variable as 1 or 0', () => {
    expect(readSettings([], {}).tls).toBe(false);
    expect(readSettings(['--tls', '--port', '0'], {})).toMatchObject({ tls: true, port: 0 });
    expect(readSettings([], { KINLAB_TLS: '1' }).tls).toBe(true);
    expect(readSettings(['--tls=0'], { KINLAB_TLS: '1' }).tls).toBe(false);
    expect(problemsOf([], { KINLAB_TLS: 'yes' })).toEqual(['KINLAB_TLS: 1 or 0, please']);
  });

  it('reads where services answer', () => {
    const services = 'producer=http://producer:4580, consumer-2=http://127.0.0.1:4582';
    expect(readSettings(['--services', services], {}).services).toEqual({
      producer: 'http://producer:4580',
      'consumer-2': 'http://127.0.0.1:4582',
    });
    for (const wrong of [
      'producer',
      'other=http://a:1',
      'producer=ftp://a',
      'firehose=http://a/b',
    ]) {
      expect(problemsOf(['--services', wrong])).toEqual([
        '--services: NAME=http://HOST:PORT, please; the names are producer, consumer-1, consumer-2, firehose',
      ]);
    }
  });

  it('reads how much memory records may take', () => {
    expect(readSettings(['--memory', '64MiB'], {}).memory).toBe(67_108_864);
    expect(readSettings([], { KINLAB_MEMORY: '1GiB' }).memory).toBe(1_073_741_824);
    for (const wrong of ['256', '15MiB', 'lots']) {
      expect(problemsOf(['--memory', wrong])).toEqual([
        '--memory: a size such as 64MiB or 1GiB, at least 16MiB, please',
      ]);
    }
  });

  it('takes a dash for standard input', () => {
    expect(readSettings(['--input', '-', '--key', 'id'], {})).toMatchObject({
      input: '-',
      key: 'id',
    });
    expect(readSettings(['--input=-'], {}).input).toBe('-');
  });

  it('reports all problems at once, each by the name it was given under', () => {
    const problems = problemsOf(['--shards', '0', '--speed', 'fast', '--shard', '3', 'more'], {
      KINLAB_RATE: '-1',
      KINLAB_SHARD: '2',
    });
    expect(problems).toEqual([
      '--shard: no such setting; did you mean --shards?',
      '"more": no such argument',
      'KINLAB_SHARD: no such setting; did you mean KINLAB_SHARDS?',
      'KINLAB_RATE: a number from 0.01 to 1000000, please',
      '--shards: from 1 to 100, please',
      '--speed: a number from 0.1 to 600, please',
    ]);
  });

  it('misses a value that is not there', () => {
    expect(problemsOf(['--rate'])).toEqual(['--rate: needs a value']);
  });

  it('leaves variables of others alone', () => {
    expect(problemsOf([], { HOME: '/', AWS_REGION: 'eu-west-1' })).toEqual([]);
  });

  it('knows a setting of another verb only there', () => {
    expect(() => readSettings(['--rate', '5'], {}, ['port'])).toThrow('--rate: no such setting');
  });
});
