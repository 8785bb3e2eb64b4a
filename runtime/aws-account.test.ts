import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { ListDeliveryStreamsCommand } from '@aws-sdk/client-firehose';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { accountClients, type AccountClients } from './aws-account.ts';

afterEach(() => vi.unstubAllEnvs());

/** The clients of a region, of which the last step is taken away: each tells the host it would have gone to. */
function givenClients(region?: string) {
  const clients = accountClients(region);
  const hosts: string[] = [];
  for (const client of Object.values(clients)) {
    const { config } = client as AccountClients['sts'];
    config.credentials = () =>
      Promise.resolve({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' });
    const handle = (request: { protocol: string; hostname: string; port?: number }) => {
      hosts.push(`${request.protocol}//${request.hostname}${request.port ?? ''}`);
      return Promise.reject(new Error('as far as it goes'));
    };
    config.requestHandler = { ...config.requestHandler, handle } as never;
  }
  return { clients, hosts };
}

async function askAll({ kinesis, fanOut, firehose, s3, iam, sts }: AccountClients): Promise<void> {
  const requests = [
    () => kinesis.send(new ListStreamsCommand({})),
    () => fanOut.send(new ListStreamsCommand({})),
    () => firehose.send(new ListDeliveryStreamsCommand({})),
    () => s3.send(new ListBucketsCommand({})),
    () => iam.send(new ListRolesCommand({})),
    () => sts.send(new GetCallerIdentityCommand({})),
  ];
  for (const request of requests) await expect(request()).rejects.toThrow('as far as it goes');
}

const HOSTS = [
  'https://kinesis.eu-west-1.amazonaws.com',
  'https://kinesis.eu-west-1.amazonaws.com',
  'https://firehose.eu-west-1.amazonaws.com',
  'https://s3.eu-west-1.amazonaws.com',
  'https://iam.amazonaws.com',
  'https://sts.eu-west-1.amazonaws.com',
];

describe('clients of AWS', () => {
  it('go to AWS', async () => {
    const { clients, hosts } = givenClients('eu-west-1');
    await askAll(clients);
    expect(hosts).toEqual(HOSTS);
  });

  it('go to AWS whatever endpoint the variables name', async () => {
    for (const name of ['', '_KINESIS', '_FIREHOSE', '_S3', '_IAM', '_STS']) {
      vi.stubEnv(`AWS_ENDPOINT_URL${name}`, 'http://127.0.0.1:4566');
    }
    const { clients, hosts } = givenClients('eu-west-1');
    await askAll(clients);
    expect(hosts).toEqual(HOSTS);
  });

  it('go to AWS whatever endpoint the profile names, and take their region from it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'aws-account-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'config');
    writeFileSync(
      file,
      '[profile local]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:4566\n',
    );
    vi.stubEnv('AWS_CONFIG_FILE', file);
    vi.stubEnv('AWS_PROFILE', 'local');
    const { clients, hosts } = givenClients();
    await askAll(clients);
    expect(hosts).toEqual(HOSTS);
  });

  it('speak HTTP/1.1, but for pushes', () => {
    const { fanOut, ...others } = accountClients('eu-west-1');
    const protocolOf = ({ config }: AccountClients['kinesis']): unknown =>
      config.requestHandler.metadata?.handlerProtocol;
    expect(protocolOf(fanOut)).toBe('h2');
    for (const client of Object.values(others)) {
      expect(protocolOf(client as AccountClients['kinesis'])).toBe('http/1.1');
    }
  });

  it('try each call once: whoever calls them retries', async () => {
    for (const client of Object.values(accountClients('eu-west-1'))) {
      const { config } = client as AccountClients['kinesis'];
      expect(await config.maxAttempts()).toBe(1);
    }
  });
});
