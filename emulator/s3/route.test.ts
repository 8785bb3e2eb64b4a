import { describe, expect, it } from 'vitest';
import { routeOf } from './route.ts';

const route = (host: string, path: string, search = '') =>
  routeOf({ path, query: new URLSearchParams(search), headers: { host } });

describe('routeOf', () => {
  it.each([
    ['127.0.0.1:4566', '/', 'service', '', ''],
    ['127.0.0.1:4566', '/lake', 'bucket', 'lake', ''],
    ['127.0.0.1:4566', '/lake/', 'bucket', 'lake', ''],
    ['127.0.0.1:4566', '/lake/a/b', 'object', 'lake', 'a/b'],
    ['localhost:4566', '/lake/a', 'object', 'lake', 'a'],
    ['s3.localhost:4566', '/lake/a', 'object', 'lake', 'a'],
    ['s3.us-east-1.localhost', '/lake/a', 'object', 'lake', 'a'],
    ['aws:4566', '/lake/a', 'object', 'lake', 'a'],
    ['lake.localhost:4566', '/', 'bucket', 'lake', ''],
    ['lake.localhost:4566', '/a/b', 'object', 'lake', 'a/b'],
    ['my.lake.localhost:4566', '/a', 'object', 'my.lake', 'a'],
    ['lake.s3.localhost:4566', '/a', 'object', 'lake', 'a'],
    ['lake.s3.eu-west-1.localhost', '/a', 'object', 'lake', 'a'],
    ['my.s3.lake.s3.localhost', '/a', 'object', 'my.s3.lake', 'a'],
    ['lake.s3.localhost.localstack.cloud:4566', '/a', 'object', 'lake', 'a'],
    ['lake.s3.amazonaws.com', '/a', 'object', 'lake', 'a'],
    ['lake.s3.us-gov-west-1.amazonaws.com', '/a', 'object', 'lake', 'a'],
  ])('reads %s%s', (host, path, target, bucket, key) => {
    expect(route(host, path)).toMatchObject({ target, bucket, key });
  });

  it.each([
    ['/lake/a%2Fb', 'a/b'],
    ['/lake/a+b', 'a+b'],
    ['/lake/a%20b', 'a b'],
    ['/lake//a//', '/a//'],
    ['/lake/%252e', '%2e'],
    ['/lake/%00', '\u0000'],
    ['/lake/caf%C3%A9', 'café'],
  ])('decodes the key of %s', (path, key) => {
    expect(route('127.0.0.1', path).key).toBe(key);
  });

  it.each(['/lake/%', '/lake/%zz', '/lake/%ff', '/%C3'])('refuses %s', (path) => {
    expect(() => route('127.0.0.1', path)).toThrow(expect.objectContaining({ code: 'InvalidURI' }));
  });

  it.each([
    ['versioning', 'versioning'],
    ['list-type=2&prefix=a', 'list-type'],
    ['partNumber=1&uploadId=x', 'uploadId'],
    ['x-id=PutObject', undefined],
    ['X-Amz-Signature=ab&X-Amz-Date=20260101T000000Z', undefined],
    ['versionId=null', undefined],
  ])('sees the sub-resource of ?%s', (search, subresource) => {
    expect(route('127.0.0.1', '/lake', search).subresource).toBe(subresource);
  });
});
