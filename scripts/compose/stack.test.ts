import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/support/repository.ts';
import { stackOf } from './stack.ts';

describe('the stack', () => {
  it('has the images that compose.yaml names and that the Dockerfiles start from', () => {
    const images = [{}, { KINLAB_AWS_IMAGE: 'kinlab-aws:0.1.0' }].flatMap(
      (env) => stackOf(env).images,
    );
    const compose = readText('compose.yaml');
    const dockerfiles = readText('Dockerfile') + readText('docker/localstack/Dockerfile');
    for (const { name, builtBy, base } of images) {
      expect(compose).toContain(name);
      expect(compose).toContain(`  ${builtBy}:\n`);
      expect(dockerfiles).toContain(`FROM ${base}`);
    }
  });

  it('has every folder of the program in its images', () => {
    const { imports } = JSON.parse(readText('package.json')) as { imports: Record<string, string> };
    const shipped = readText('.dockerignore').split('\n');
    const folders = Object.keys(imports).map((name) => name.replace(/^#|\/\*$/g, ''));
    expect(folders).toContain('lab');
    expect(folders.filter((folder) => !shipped.includes(`!${folder}`))).toEqual([]);
  });

  it('builds our emulator first where that is AWS: no service of its name is ever started', () => {
    expect(stackOf({}).buildFirst).toEqual([]);
    expect(stackOf({ KINLAB_AWS_IMAGE: 'kinlab-aws:0.1.0' }).buildFirst).toEqual(['kinlab-aws']);
  });

  it.each([
    [{ KINLAB_FIREHOSE: 'kinesis' }, 'KINLAB_FIREHOSE'],
    [{ KINLAB_PORT: '70000' }, 'KINLAB_PORT'],
    [{ KINLAB_PORT: 'http' }, 'KINLAB_PORT'],
  ])('refuses %o', (env, name) => {
    expect(() => stackOf(env)).toThrow(name);
  });
});
