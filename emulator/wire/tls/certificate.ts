import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  objectId,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from './der.ts';

/** All in PEM. */
export interface Certificate {
  /** What clients are told to trust. */
  readonly ca: string;
  /** What the server shows. */
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  readonly now: number;
  /** Names and IPv4 addresses that the server goes by. */
  readonly hosts: readonly string[];
}

const DAY_MS = 86_400_000;
/** Some clients take a certificate of a longer life for a mistake. */
const LIFE_MS = 397 * DAY_MS;

/**
 * Makes a certificate for a server, and the authority that vouches for it. The authority's key is used
 * this once and forgotten: who trusts it trusts this one server, and nothing that anybody could make later.
 */
export function makeCertificate({ now, hosts }: CertificateOptions): Certificate {
  const authority = newKeys();
  const server = newKeys();
  const validity = sequence(time(now - DAY_MS), time(now + LIFE_MS));
  const issuer = { name: nameOf('Kinesis Lab CA'), keys: authority, validity };
  const authorityId = keyId(authority.publicKey);
  const serverId = keyId(server.publicKey);

  const ca = signed(issuer, issuer.name, authority.publicKey, [
    critical(ID.basicConstraints, sequence(boolean(true), integer(Buffer.of(0)))),
    critical(ID.keyUsage, SIGNS_CERTIFICATES),
    extension(ID.subjectKeyIdentifier, octetString(authorityId)),
  ]);
  const cert = signed(issuer, nameOf(hosts[0] ?? 'localhost'), server.publicKey, [
    critical(ID.basicConstraints, sequence()),
    critical(ID.keyUsage, SIGNS_HANDSHAKES),
    extension(ID.extendedKeyUsage, sequence(objectId(ID.serverAuthentication))),
    extension(ID.subjectKeyIdentifier, octetString(serverId)),
    extension(ID.authorityKeyIdentifier, sequence(implicit(0, authorityId))),
    extension(ID.subjectAlternativeName, sequence(...hosts.map(hostName))),
  ]);
  const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { ca: pem(ca), cert: pem(cert), key };
}

const ID = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  serverAuthentication: '1.3.6.1.5.5.7.3.1',
  subjectKeyIdentifier: '2.5.29.14',
  authorityKeyIdentifier: '2.5.29.35',
  subjectAlternativeName: '2.5.29.17',
} as const;

/** Bits 5 (certificates) and 6 (lists of withdrawn ones) of eight; and bit 0. */
const SIGNS_CERTIFICATES = bitString(Buffer.of(0b0000_0110), 1);
const SIGNS_HANDSHAKES = bitString(Buffer.of(0b1000_0000), 7);

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const newKeys = (): Keys => generateKeyPairSync('ec', { namedCurve: 'P-256' });

interface Issuer {
  readonly name: Buffer;
  readonly keys: Keys;
  readonly validity: Buffer;
}

/** 20 at the most, a sign among them. */
const SERIAL_BYTES = 16;

const VERSION_3 = explicit(0, integer(Buffer.of(2)));
const ALGORITHM = sequence(objectId(ID.ecdsaWithSha256));

/** RFC 5280, 4.1. */
function signed(
  { name, keys, validity }: Issuer,
  subject: Buffer,
  publicKey: KeyObject,
  extensions: readonly Buffer[],
): Buffer {
  const toBeSigned = sequence(
    VERSION_3,
    integer(keyId(publicKey).subarray(0, SERIAL_BYTES)),
    ALGORITHM,
    name,
    validity,
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  );
  const signature = sign('sha256', toBeSigned, keys.privateKey);
  return sequence(toBeSigned, ALGORITHM, bitString(signature));
}

const nameOf = (text: string): Buffer =>
  sequence(set(sequence(objectId(ID.commonName), utf8String(text))));

const extension = (id: string, value: Uint8Array): Buffer =>
  sequence(objectId(id), octetString(value));

const critical = (id: string, value: Uint8Array): Buffer =>
  sequence(objectId(id), boolean(true), octetString(value));

const DNS_NAME = 2;
const IP_ADDRESS = 7;

const hostName = (host: string): Buffer =>
  isIP(host) === 4
    ? implicit(IP_ADDRESS, Buffer.from(host.split('.').map(Number)))
    : implicit(DNS_NAME, Buffer.from(host));

/** Names a key, and as its serial number the certificate: no key has two. */
const keyId = (key: KeyObject): Buffer =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
