import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from './certificate.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const DAY_MS = 86_400_000;

const given = (hosts = ['localhost', '127.0.0.1']) => {
  const made = makeCertificate({ now: NOW, hosts });
  return { ca: new X509Certificate(made.ca), cert: new X509Certificate(made.cert), key: made.key };
};

/* Node reads certificates by OpenSSL, which knows nothing of how ours are written. */

describe('makeCertificate', () => {
  it('names its hosts, and no others', () => {
    const { cert } = given();
    expect(cert.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
    expect(cert.checkHost('localhost')).toBe('localhost');
    expect(cert.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(cert.checkHost('example.com')).toBeUndefined();
    expect(cert.checkIP('127.0.0.2')).toBeUndefined();
  });

  it('is vouched for by its authority, which vouches for itself', () => {
    const { ca, cert } = given();
    expect(ca.ca).toBe(true);
    expect(cert.ca).toBe(false);
    expect(cert.checkIssued(ca)).toBe(true);
    expect(cert.verify(ca.publicKey)).toBe(true);
    expect(ca.verify(ca.publicKey)).toBe(true);
    expect(cert.verify(cert.publicKey)).toBe(false);
  });

  it('comes with its own key, and never with that of its authority', () => {
    const { ca, cert, key } = given();
    expect(cert.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(ca.checkPrivateKey(createPrivateKey(key))).toBe(false);
  });

  it('is good from yesterday on, for no longer than any client takes', () => {
    const { ca, cert } = given();
    for (const { validFrom, validTo } of [ca, cert]) {
      expect(Date.parse(validFrom)).toBe(NOW - DAY_MS);
      expect(Date.parse(validTo) - NOW).toBe(397 * DAY_MS);
    }
  });

  it('is good for servers alone', () => {
    expect(given().cert.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  it('is another one each time', () => {
    const [one, another] = [given(), given()];
    expect(one.cert.serialNumber).not.toBe(another.cert.serialNumber);
    expect(one.cert.verify(another.ca.publicKey)).toBe(false);
  });
});
