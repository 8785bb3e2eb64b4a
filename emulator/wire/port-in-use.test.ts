import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, describe, expect, it } from 'vitest';
import { listenerInode, PortInUse, portOwner } from './port-in-use.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:11D6 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 81277 1 0
   1: 0100007F:A001 0100007F:11D7 01 00000000:00000000 00:00000000 00000000  1000        0 99999 1 0
   2: 00000000:11D7 00000000:0000 01 00000000:00000000 00:00000000 00000000  1000        0 77777 1 0
`;

describe('PortInUse', () => {
  it('names the port and its owner in one line, and what to do', () => {
    const error = new PortInUse(4566, 'node (process 42)');
    expect(error).toMatchObject({
      message: 'port 4566 is in use by node (process 42)',
      code: 'port-in-use',
      exitCode: 253,
      fixes: ['take any free port: npm start -- --port 0', 'stop node (process 42)'],
    });
  });

  it('does without the owner where the system tells of none', () => {
    expect(new PortInUse(4566).message).toBe('port 4566 is in use');
  });
});

describe('listenerInode', () => {
  it('finds who listens on a port, not who is connected to or from it', () => {
    expect(listenerInode(TABLE, 0x11d6)).toBe('81277');
    expect(listenerInode(TABLE, 0x11d7)).toBeUndefined();
    expect(listenerInode(TABLE, 0x1d6)).toBeUndefined();
    expect(listenerInode('', 0x11d6)).toBeUndefined();
  });
});

describe.runIf(process.platform === 'linux')('portOwner', () => {
  const server = createServer().listen(0, '127.0.0.1');
  afterAll(() => server.close());

  it('knows this very process', async () => {
    if (!server.listening) await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await portOwner(port)).toMatch(new RegExp(`\\(process ${process.pid}\\)$`));
  });
});
