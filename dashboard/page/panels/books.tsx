import type { BooksView } from '../../view.ts';
import { number } from '../format.ts';
import { Panel } from '../panel.tsx';
import { books } from '../store.ts';
import { say } from '../strings/strings.ts';

export function Books() {
  const t = say();
  const { value } = books;
  if (!value) return null;
  const isBalanced = value.problems.length === 0;
  return (
    <Panel
      number={7}
      name="books"
      title={t.books}
      aside={
        <span class={`badge ${isBalanced ? 'is-good' : 'is-bad'}`} data-figure="balance">
          {isBalanced ? `✔ ${t.balanced}` : `✖ ${t.unbalanced}`}
        </span>
      }
    >
      <Lines value={value} />
      {value.problems.map((problem) => (
        <p key={problem} class="is-bad" role="alert">
          {t.problems[problem]}
        </p>
      ))}
      {value.duplicates > 0 && <p class="hint">{t.putAgain(number(value.duplicates))}</p>}
    </Panel>
  );
}

function Lines({ value }: { readonly value: BooksView }) {
  const t = say();
  const { put, foreign, stored, buffered, onTheWay, lost } = value;
  return (
    <div class="sums">
      {value.consumers.map(({ name, received, inFlight }) => (
        <Sum
          key={name}
          total={[[put, t.put]]}
          parts={[
            [received, name],
            [inFlight, t.unseen],
          ]}
        />
      ))}
      <Sum
        total={
          foreign > 0
            ? [
                [put, t.put],
                [foreign, t.foreign],
              ]
            : [[put, t.put]]
        }
        parts={[
          [stored, t.inS3],
          [buffered, t.heldByFirehose],
          [onTheWay, t.onTheWay],
          ...(lost > 0 ? [[lost, t.givenUp] as const] : []),
        ]}
      />
    </div>
  );
}

type Term = readonly [value: number, name: string];

/** One line that adds up. */
function Sum({
  total,
  parts,
}: {
  readonly total: readonly Term[];
  readonly parts: readonly Term[];
}) {
  return (
    <p class="sum">
      <Terms terms={total} /> <span class="sign">=</span> <Terms terms={parts} />
    </p>
  );
}

function Terms({ terms }: { readonly terms: readonly Term[] }) {
  return (
    <>
      {terms.map(([value, name], at) => (
        <span key={name} class="term">
          {at > 0 && <span class="sign">+ </span>}
          <b>{number(value)}</b> <span class="hint">{name}</span>
        </span>
      ))}
    </>
  );
}
