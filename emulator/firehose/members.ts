import { blob, list, optional, string, structure, type Reader } from '../wire/input.ts';

/** Members that several operations take. As on AWS: the limits and patterns of the service's model. */

export const DELIVERY_STREAM_NAME = string({ min: 1, max: 64, pattern: '[a-zA-Z0-9_.-]+' });

/** Unverified: the order of the values in AWS's message. */
export const DELIVERY_STREAM_TYPE = string({
  enum: ['DirectPut', 'KinesisStreamAsSource', 'MSKAsSource', 'DatabaseAsSource'],
});

export const DESTINATION_ID_TEXT = string({ min: 1, max: 100, pattern: '[a-zA-Z0-9-]+' });

export const RECORD = structure({ Data: blob({ max: 1_024_000 }) });

export const TAG_KEY = string({
  min: 1,
  max: 128,
  pattern: '^(?!aws:)[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$',
});

export const TAGS = list(
  structure({
    Key: TAG_KEY,
    Value: optional(string({ max: 256, pattern: '^[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$' })),
  }),
  { min: 1, max: 50 },
);

/** A structure of which only its being there, and `Enabled`, matter: this lab refuses what it asks for. */
export const anyStructure: Reader<{ readonly Enabled?: unknown }> = {
  required: true,
  parse: (raw) => (typeof raw === 'object' && raw !== null ? raw : {}),
  check: () => {},
};
