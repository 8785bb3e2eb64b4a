import type { Operations } from './read-operations.ts';

const HEAD = `## Operations

Every operation that is offered, with what it says of itself: where it differs from AWS on purpose, and
where AWS's way is not documented or recorded, so that ours is a guess. Nothing there: as on AWS.
`;

/** Each service's operations as Markdown, and the names of those that it does not offer. */
export const renderOperations = (services: readonly Operations[]): string =>
  [HEAD, ...services.map((service) => section(service))].join('\n');

function section({ service, offered, notOffered }: Operations): string {
  return [
    `### ${service}: ${offered.length} operations\n`,
    row('Operation', 'Unlike AWS', 'Unverified'),
    row('---', '---', '---'),
    ...offered.map(({ name, unlike, unverified }) => row(`\`${name}\``, unlike, unverified)),
    '',
    `Not offered: ${notOffered.map((name) => `\`${name}\``).join(', ')}.`,
    '',
  ].join('\n');
}

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
