import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDataFolder } from './data-folder.ts';
import { lockFolder } from './folder-lock.ts';

function givenFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A process that holds the folder's lock until it dies, which it is told to do at once. */
async function dieHolding(folder: string): Promise<void> {
  const program = `
    const { createServer } = require('node:net');
    createServer().listen(process.argv[1] + '/lock', () => process.send('held'));
  `;
  const child = fork('-e', [program, folder].slice(0, 0), { execArgv: ['-e', program, folder] });
  await once(child, 'message');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('lockFolder', () => {
  it('holds a folder for one, and for the next when it was let go', async () => {
    const folder = givenFolder();
    const release = await lockFolder(folder, 'a');
    await expect(lockFolder(folder, 'b')).rejects.toThrow('is in use by another process');
    release();
    (await lockFolder(folder, 'b'))();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('lets one of many who try at once succeed', async () => {
    const folder = givenFolder();
    await dieHolding(folder);
    const attempts = Array.from({ length: 20 }, (_, n) => lockFolder(folder, String(n)));
    const outcomes = await Promise.allSettled(attempts);
    const held = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(held).toHaveLength(1);
    await expect(lockFolder(folder, 'late')).rejects.toThrow('in use');
    for (const outcome of outcomes) if (outcome.status === 'fulfilled') outcome.value();
  });

  it('does not mind the lock of a process that was killed', async () => {
    const folder = givenFolder();
    await dieHolding(folder);
    expect(readdirSync(folder)).toEqual(['lock']);
    (await lockFolder(folder, 'a'))();
  });
});

describe('openDataFolder', () => {
  it('refuses a folder of another format, and lets it go', async () => {
    const folder = givenFolder();
    const options = { folder, fsync: false, id: 'a' };
    (await openDataFolder(options)).release();
    (await openDataFolder(options)).release();
    writeFileSync(path.join(folder, 'format'), 'kinlab data 2\n');
    await expect(openDataFolder(options)).rejects.toThrow('kinlab data 2');
    expect(readdirSync(folder)).toEqual(['format']);
  });
});
