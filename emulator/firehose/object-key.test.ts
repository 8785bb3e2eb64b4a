import { describe, expect, it } from 'vitest';
import { seededRandom } from '#runtime/random.ts';
import { compileKeyPattern, type KeyPattern } from './object-key.ts';

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

const keyOf = (pattern: Partial<KeyPattern> = {}, version = 1): string =>
  compileKeyPattern({
    prefix: '',
    errorOutputPrefix: 'errors/!{firehose:error-output-type}/',
    timeZone: 'UTC',
    extension: '',
    ...pattern,
  })({
    deliveryStream: 'd',
    version,
    oldestArrivedAt: Date.parse('2026-07-13T23:59:58.999Z'),
    random: seededRandom(1),
  });

describe('the key of an object', () => {
  it('has folders by the hour, the name, the version, the second and a UUID', () => {
    expect(keyOf({}, 3)).toMatch(new RegExp(`^2026/07/13/23/d-3-2026-07-13-23-59-58-${UUID}$`));
  });

  it('begins with a plain prefix, with no slash put behind it', () => {
    expect(keyOf({ prefix: 'legacy' })).toMatch(/^legacy2026\/07\/13\/23\/d-1-/);
  });

  it('has no folders of its own behind a prefix with any expression', () => {
    expect(keyOf({ prefix: 'x/!{firehose:random-string}/' })).toMatch(/^x\/[^/]{11}\/d-1-/);
  });

  it('writes instants by pattern, quoted text as it stands', () => {
    expect(keyOf({ prefix: "!{timestamp:'year='yyyy/'day='DDD}/" })).toMatch(
      /^year=2026\/day=194\/d-1-/,
    );
  });

  it('tells prefix and name in the custom time zone', () => {
    expect(keyOf({ timeZone: 'Asia/Tokyo' })).toMatch(
      /^2026\/07\/14\/08\/d-1-2026-07-14-08-59-58-/,
    );
  });

  it('ends in the extension', () => {
    expect(keyOf({ extension: '.gz' })).toMatch(new RegExp(`${UUID}\\.gz$`));
  });

  it('refuses expressions without an error prefix, and letters that mean nothing', () => {
    expect(() => keyOf({ prefix: '!{timestamp:yyyy}/', errorOutputPrefix: '' })).toThrow();
    expect(() => keyOf({ prefix: '!{timestamp:bbbb}/' })).toThrow();
  });
});
