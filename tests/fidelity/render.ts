import { backendNames, type BackendName } from '../support/backends.ts';
import type { Case } from '../support/contract.ts';
import type { Operations } from './read-operations.ts';
import { renderOperations } from './render-operations.ts';
import { onSockets } from './on-sockets.ts';
import type { Subject } from './read-contract.ts';
import { trapGroups, traps } from './traps.ts';

const HEAD = `# Fidelity

What is as on AWS, and what is not: on the embedded emulator, and on LocalStack 4.14.0. This page is
written from the contract suite (\`tests/contract\`) by \`npm run fidelity\`; do not edit it.

Each line is a case that runs through the AWS SDK, on LocalStack in \`npm run test:containers\`. A tick says
that it passes. Where there is none, the case runs too and must fail, so that a mend is seen; the reason
stands there. "Not tried" without a reason are cases that wait for minutes, which only a clock that is
moved by hand can skip. None of them has been run on AWS itself: what they expect is what AWS documents, or what others have
recorded there.
`;

const TRAPS = `## Ninety traps

What emulators commonly get wrong. A trap without a case is not tested here by name; the first seven
are about sockets and another dialect, and are held by tests of the embedded emulator alone.
`;

type TitledCase = Case & { readonly title: string };

/** The page as Markdown. */
export function render(subjects: readonly Subject[], services: readonly Operations[]): string {
  const cases = subjects.flatMap((subject) => titled(subject.cases));
  const sections = subjects
    .toSorted((a, b) => a.subject.localeCompare(b.subject, 'en'))
    .map((subject) => section(subject));
  return [
    HEAD,
    TRAPS,
    ...trapGroups.map((_, at) => trapTable(at, cases)),
    renderOperations(services),
    ...sections,
  ].join('\n');
}

function section({ subject, cases }: Subject): string {
  const rows = titled(cases).map((one) =>
    row(one.title, ...backendNames.map((name) => verdict(one, name))),
  );
  return [`## ${capitalised(subject)}\n`, ...table('Case', rows)].join('\n');
}

function trapTable(at: number, cases: readonly TitledCase[]): string {
  const { group = '', first = 0 } = trapGroups[at] ?? {};
  const next = trapGroups[at + 1]?.first ?? Infinity;
  const numbers = Object.keys(traps)
    .map(Number)
    .filter((number) => number >= first && number < next);
  const rows = numbers.map((number) => {
    const holding = cases.filter((one) => one.traps?.includes(number));
    return row(
      `${number}. ${traps[number]}`,
      ...backendNames.map((name) =>
        number in onSockets
          ? verdictOnSockets(name)
          : worst(holding.map((one) => verdict(one, name))),
      ),
    );
  });
  return [`### ${group}\n`, ...table('Trap', rows)].join('\n');
}

/** One cell for several cases: what any of them fails by, else that one passes. */
function worst(verdicts: readonly string[]): string {
  const failures = verdicts.filter((one) => one !== PASSES && !one.startsWith(NOT_TRIED));
  if (failures.length > 0) return [...new Set(failures)].join('; ');
  return verdicts.find((one) => one === PASSES) ?? verdicts[0] ?? '–';
}

const PASSES = '✓';
const NOT_TRIED = 'not tried';

function verdict({ divergesOn, notTriedOn, minutes }: Case, backend: BackendName): string {
  if (notTriedOn?.[backend] !== undefined) return `${NOT_TRIED}: ${notTriedOn[backend]}`;
  if (divergesOn?.[backend] !== undefined) return divergesOn[backend];
  return minutes !== undefined && backend !== 'embedded' ? NOT_TRIED : PASSES;
}

const verdictOnSockets = (backend: BackendName): string =>
  backend === 'embedded' ? PASSES : NOT_TRIED;

const titled = (cases: Subject['cases']): TitledCase[] =>
  Object.entries(cases).map(([title, one]) => ({ title, ...one }));

const table = (head: string, rows: readonly string[]): string[] => [
  row(head, ...backendNames),
  row('---', ...backendNames.map(() => '---')),
  ...rows,
  '',
];

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
