import { onTestFinished, describe, expect, it } from 'vitest';
import { readText, ROOT } from '../support/repository.ts';
import { givenLab } from './given-lab.ts';

const FOLDER = `${ROOT}examples/python`;
const MESSAGES = 20;

/** A poll a second, a slow start of Python beside others, and reserve. */
const DELIVERY_BUDGET_MS = 10_000;

async function givenLabFor(...flags: readonly string[]) {
  const lab = await givenLab(...flags);
  onTestFinished(() => lab.close());
  return lab;
}

/** What the code cells of a notebook do, one after the other; lines for the notebook itself are left out. */
const RUN_NOTEBOOK = `
import json, sys
names = {}
for cell in json.load(open(sys.argv[1]))["cells"]:
    if cell["cell_type"] == "code":
        exec("".join(line for line in cell["source"] if not line.startswith("%")), names)
`;

describe('boto3', () => {
  it('brings each message of the producer to both consumers', async () => {
    const lab = await givenLabFor();
    const count = ['--mensagens', String(MESSAGES)];
    const script = (name: string, ...more: readonly string[]) =>
      lab.run('python', [`${FOLDER}/${name}.py`, ...count, ...more]);

    const first = await script('produtor', '--mensagens', '1');
    expect(first).toMatchObject({ code: 0 });
    const [consumer1, consumer2, producer] = await Promise.all([
      script('consumidor_1'),
      script('consumidor_2'),
      script('produtor', '--mensagens', String(MESSAGES - 1), '--por-segundo', '10'),
    ]);
    expect(producer.printed).toContain(`produtor: ${MESSAGES - 1} mensagens enviadas`);
    for (const { code, printed } of [consumer1, consumer2]) {
      expect([code, printed]).toEqual([0, expect.stringContaining(`: ${MESSAGES} mensagens`)]);
      const numbers = [...printed.matchAll(/recebeu (\d+):/g)].map((match) => Number(match[1]));
      const sent = [1, ...Array.from({ length: MESSAGES - 1 }, (_, at) => at + 1)];
      expect(numbers.toSorted((a, b) => a - b)).toEqual(sent.toSorted((a, b) => a - b));
      const mean = Number(/em média (-?\d+) ms/.exec(printed)?.[1]);
      expect(mean).toBeGreaterThanOrEqual(0);
      expect(mean).toBeLessThan(DELIVERY_BUDGET_MS);
    }
  });

  it('is told which stream is missing', async () => {
    const lab = await givenLabFor();
    for (const name of ['consumidor_1', 'consumidor_2']) {
      expect(await lab.run('python', [`${FOLDER}/${name}.py`])).toEqual({
        code: 1,
        printed: 'O stream mensagens ainda não existe: rode antes o produtor.py.\n',
      });
    }
  });

  it('runs the notebook, whose objects are there about a minute later', async () => {
    const lab = await givenLabFor('--speed', '60');
    const notebook = `${FOLDER}/laboratorio.ipynb`;
    const { code, printed } = await lab.run('python', ['-c', RUN_NOTEBOOK, notebook]);
    expect([code, printed]).toEqual([0, expect.stringContaining('apagado')]);
    expect(printed).toContain('consumidor 1: 30 mensagens\nconsumidor 2: 30 mensagens');
    const [, count, mean] = /(\d+) mensagens no S3, em média (\d+) s/.exec(printed) ?? [];
    expect(Number(count)).toBe(30);
    expect(Number(mean)).toBeGreaterThan(0);
    expect(Number(mean)).toBeLessThanOrEqual(61);
  });

  it('has examples that hold no outputs, and name the version that is tested', () => {
    const { cells } = JSON.parse(readText('examples/python/laboratorio.ipynb')) as {
      cells: { outputs?: unknown[] }[];
    };
    expect(cells.flatMap(({ outputs = [] }) => outputs)).toEqual([]);
    const boto3 = readText('examples/python/requirements.txt').trim();
    expect(readText('tests/clients/requirements.txt').split('\n')).toContain(boto3);
  });
});
