import { element, type Xml } from '../wire/rest-xml.ts';
import type { StoredObject } from './bucket.ts';
import { wholeSeconds } from './instants.ts';
import type { KeyEncoder } from './list-parameters.ts';

/** One `Contents` of a listing; `ownerId` only where the owner is to be told. */
export const listedObject = (object: StoredObject, encode: KeyEncoder, ownerId?: string): Xml =>
  element(
    'Contents',
    element('Key', encode(object.key)),
    element('LastModified', wholeSeconds(object.lastModifiedAt)),
    element('ETag', object.etag),
    element('ChecksumAlgorithm', object.checksum.algorithm),
    element('ChecksumType', 'FULL_OBJECT'),
    element('Size', object.body.sizeBytes),
    ownerId === undefined ? undefined : ownerElement(ownerId),
    element('StorageClass', 'STANDARD'),
  );

/** As on AWS since late 2025: an owner has no DisplayName any more. */
export const ownerElement = (ownerId: string): Xml => element('Owner', element('ID', ownerId));

export const commonPrefix = (prefix: string, encode: KeyEncoder): Xml =>
  element('CommonPrefixes', element('Prefix', encode(prefix)));
