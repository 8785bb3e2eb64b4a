import type { ExtendedS3DestinationConfiguration } from '@aws-sdk/client-firehose';
import { expect } from 'vitest';
import type { Stack } from '../support/backends.ts';
import { contract } from '../support/contract.ts';
import { givenDelivery, INTERVAL_MS } from '../support/given-delivery.ts';
import { keysIn } from '../support/objects.ts';

const DATE = /^\d{4}\/\d\d\/\d\d\/\d\d\//;
const HOUR_MS = 3_600_000;

/** The key of the object that a record put now becomes. */
async function keyUnder(
  stack: Stack,
  changes: Partial<ExtendedS3DestinationConfiguration>,
): Promise<string> {
  const BufferingHints = { IntervalInSeconds: 1, SizeInMBs: 1 };
  const { bucket, put } = await givenDelivery(stack, { BufferingHints, ...changes });
  await put('x');
  await stack.pass(1_000);
  const [key = ''] = await keysIn(stack.s3, bucket);
  return key;
}

contract('Firehose objects', {
  'are named by the hour, the delivery stream, its version and the second': {
    traps: [61],
    divergesOn: { localstack: 'names no version' },
    async run(stack) {
      const key = await keyUnder(stack, {});
      expect(key).toMatch(DATE);
      expect(key).toMatch(/firehose-objects-\d+-1-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-[\da-f-]{36}$/);
    },
  },

  'have their prefix before the date as it is': {
    traps: [60],
    divergesOn: { localstack: 'puts a slash between prefix and date' },
    async run(stack) {
      expect(await keyUnder(stack, { Prefix: 'legacy' })).toMatch(/^legacy\d{4}\//);
    },
  },

  'have a prefix with expressions in place of the date': {
    divergesOn: { localstack: 'leaves expressions as they are, and adds the date' },
    async run(stack) {
      const prefixes = {
        Prefix: 'at=!{timestamp:yyyy-MM-dd}/',
        ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/',
      };
      expect(await keyUnder(stack, prefixes)).toMatch(/^at=\d{4}-\d\d-\d\d\/[^/]+$/);
    },
  },

  'have no date where the prefix holds random text alone': {
    traps: [66],
    divergesOn: { localstack: 'leaves expressions as they are, and adds the date' },
    async run(stack) {
      const prefixes = { Prefix: '!{firehose:random-string}/', ErrorOutputPrefix: 'errors/' };
      expect(await keyUnder(stack, prefixes)).toMatch(/^[^/]+\/firehose-objects-\d+-1-[^/]+$/);
    },
  },

  'are named by the time zone that is asked for': {
    traps: [67],
    divergesOn: { localstack: 'UTC always' },
    async run(stack) {
      const before = stack.now();
      const key = await keyUnder(stack, { CustomTimeZone: 'Asia/Tokyo' });
      const there = new Date(before + 9 * HOUR_MS).toISOString();
      expect(key.slice(0, 13)).toBe(there.slice(0, 13).replaceAll(/[-T]/g, '/'));
    },
  },

  'end in the file extension that is asked for': {
    traps: [64],
    async run(stack) {
      const format = { CompressionFormat: 'GZIP', FileExtension: '.ndjson' } as const;
      expect(await keyUnder(stack, format)).toMatch(/[\da-f]{12}\.ndjson$/);
    },
  },

  'need a prefix for errors where theirs has expressions': {
    traps: [65],
    divergesOn: { localstack: 'takes any prefix' },
    async run(stack) {
      const alone = givenDelivery(stack, { Prefix: '!{timestamp:yyyy}/' });
      await expect(alone).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    },
  },

  'are due when they were before an update, in its format and under its version': {
    traps: [61, 62],
    divergesOn: { localstack: 'does not buffer, so that nothing waits during an update' },
    async run(stack) {
      const { bucket, put, update } = await givenDelivery(stack);
      await put('waiting');
      await stack.pass(INTERVAL_MS / 2);
      await update({ FileExtension: '.new' });
      await stack.pass(INTERVAL_MS / 2 - 1);
      expect(await keysIn(stack.s3, bucket)).toEqual([]);
      await stack.pass(1);
      expect(await keysIn(stack.s3, bucket)).toEqual([
        expect.stringMatching(/-2-\d{4}-[\d-]+-[\da-f-]+\.new$/) as string,
      ]);
    },
  },

  "are named by their oldest record's hour": {
    traps: [63],
    minutes: 60,
    async run(stack) {
      const { bucket, put } = await givenDelivery(stack);
      await stack.pass(HOUR_MS - (stack.now() % HOUR_MS) - 1_000);
      const hour = new Date(stack.now()).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/');
      await put('x');
      await stack.pass(INTERVAL_MS);
      expect(await keysIn(stack.s3, bucket)).toEqual([
        expect.stringMatching(new RegExp(`^${hour}/`)) as string,
      ]);
    },
  },
});
