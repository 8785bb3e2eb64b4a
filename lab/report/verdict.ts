import type { Report } from './report.ts';

/** Which promises this run has broken, in words; none is a good run. */
export function brokenPromises({ books, input }: Report): readonly string[] {
  const nothingReadable = input.refused > 0 && books.put + books.failed === 0;
  return [
    ...(books.balanced
      ? []
      : ['The books do not balance: see missing, out of order and Firehose above.']),
    ...(books.failed > 0 ? [`${books.failed} records were given up by the producer.`] : []),
    ...(nothingReadable ? ['No line of the input was a record.'] : []),
  ];
}
