import { existsSync, readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { labTls } from './tls.ts';

const ENDPOINT = 'http://127.0.0.1:4566';

const namesFor = (host: string): string | undefined =>
  new X509Certificate(labTls(true, host).certificate?.cert ?? '').subjectAltName;

describe('labTls', () => {
  it('names this machine as its own programs call it, and to others by its name', () => {
    expect(namesFor('127.0.0.1')).toBe('DNS:localhost, IP Address:127.0.0.1');
    expect(namesFor('0.0.0.0')).toBe(`DNS:localhost, IP Address:127.0.0.1, DNS:${hostname()}`);
  });

  it('says where, and how to trust the authority, whose file holds no key and goes at the end', async () => {
    const tls = labTls(true, '127.0.0.1');
    const text = (await tls.publish(ENDPOINT)).join('\n');
    expect(text).toContain('https://127.0.0.1:4566');
    const file = /AWS_CA_BUNDLE=(\S+)/.exec(text)?.[1] ?? '';
    expect(text).toContain(`NODE_EXTRA_CA_CERTS=${file}`);
    expect(text).toContain(
      `keytool -importcert -noprompt -alias kinlab -storepass changeit -file ${file} `,
    );
    expect(readFileSync(file, 'utf8')).toBe(tls.certificate?.ca);
    await tls.close();
    expect(existsSync(file)).toBe(false);
  });

  it('makes nothing and says nothing where it is not wanted', async () => {
    const tls = labTls(false, '127.0.0.1');
    expect(tls.certificate).toBeUndefined();
    expect(await tls.publish(ENDPOINT)).toEqual([]);
    await tls.close();
  });
});
