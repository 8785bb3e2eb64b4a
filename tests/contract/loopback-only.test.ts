import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, createServer, type AddressInfo } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { accountClients } from '#runtime/aws-account.ts';
import { takeRefusedHosts } from '../support/loopback-guard.ts';

/** The guard that all tests run under, itself. 192.0.2.1 is nobody's, by RFC 5737. */
const NOBODY = '192.0.2.1';

const failureOf = async (socket: NodeJS.EventEmitter): Promise<unknown> => {
  const [error] = (await once(socket, 'error')) as unknown[];
  return error;
};

describe('no test', () => {
  it.each([
    ['a socket', () => failureOf(connect(443, NOBODY))],
    ['a socket with options', () => failureOf(connect({ host: NOBODY, port: 443 }))],
    ['TLS', () => failureOf(connectTls({ host: NOBODY, port: 443 }))],
    ['HTTP/2', () => failureOf(connectHttp2(`https://${NOBODY}`))],
  ])('leaves this machine by %s', async (_, attempt) => {
    expect(await attempt()).toMatchObject({ code: 'ENOTLOOPBACK' });
    expect(takeRefusedHosts()).toEqual([NOBODY]);
  });

  it('leaves this machine by fetch', async () => {
    await expect(fetch(`http://${NOBODY}/`)).rejects.toThrow('fetch failed');
    expect(takeRefusedHosts()).toEqual([NOBODY]);
  });

  it('reaches AWS by the clients that would', async () => {
    const { sts } = accountClients('eu-west-1');
    sts.config.credentials = () =>
      Promise.resolve({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      code: 'ENOTLOOPBACK',
    });
    expect(takeRefusedHosts()).toEqual(['sts.eu-west-1.amazonaws.com']);
  });

  it('is kept from its own machine', async () => {
    const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const [greeting] = (await once(connect(port, 'localhost'), 'data')) as [Buffer];
    expect(greeting.toString()).toBe('hello');
    server.close();
    expect(takeRefusedHosts()).toEqual([]);
  });
});
