import { effect, signal } from '@preact/signals';
import { newestFirst } from '../flight.ts';
import { shardName, short, span, timeMs } from '../format.ts';
import { KeyMark } from '../key-mark.tsx';
import { Panel } from '../panel.tsx';
import { ask } from '../send.ts';
import { clock, consumers } from '../store.ts';
import { say } from '../strings/strings.ts';
import { openObject } from './objects.tsx';

/** One record's life, as the server knows it. */
interface Trace {
  readonly id: string;
  readonly key: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly producedAt?: number;
  readonly putAt?: number;
  readonly arrivedAt?: number;
  readonly seenAt: Readonly<Record<string, number>>;
  readonly stored?: { readonly objectKey: string; readonly deliveredAt: number };
}

const wanted = signal('');
const trace = signal<Trace | undefined>(undefined);
const isMissing = signal(false);

/** Asks again so often until the record's life is known to its end. */
const ASK_EVERY_MS = 500;
let askedAt = 0;

export function follow(name: string): void {
  wanted.value = name;
  trace.value = undefined;
  isMissing.value = false;
  askedAt = 0;
  void askForTrace();
}

export function followNewest(): void {
  const [newest] = newestFirst(1);
  if (newest) follow(newest.sequenceNumber);
}

effect(() => {
  if (clock.value && wanted.value !== '' && !trace.value?.stored) void askForTrace();
});

async function askForTrace(): Promise<void> {
  const name = wanted.peek();
  const now = performance.now();
  if (name === '' || now - askedAt < ASK_EVERY_MS) return;
  askedAt = now;
  const answer = await ask<Trace>('/api/trace', { record: name });
  if (wanted.peek() !== name) return;
  trace.value = answer ?? trace.peek();
  isMissing.value = trace.peek() === undefined;
}

export function Follow() {
  const t = say();
  return (
    <Panel number={8} name="follow" title={t.follow}>
      <div class="calculator follow-form">
        <label>
          {t.followLabel}
          <input
            id="record"
            autocomplete="off"
            spellcheck={false}
            value={wanted.value}
            onChange={({ currentTarget }) => follow(currentTarget.value.trim())}
          />
        </label>
        <button type="button" onClick={followNewest}>
          {t.followNewest}
        </button>
      </div>
      {trace.value ? (
        <Life life={trace.value} />
      ) : (
        <p class="hint">{isMissing.value ? t.notFound : t.followHint}</p>
      )}
    </Panel>
  );
}

interface Stage {
  readonly name: string;
  readonly at: number | undefined;
}

function stagesOf({ producedAt, putAt, arrivedAt, seenAt, stored }: Trace): Stage[] {
  const t = say();
  const seen = consumers.value
    .map(({ name }) => ({ name: t.seenBy(name), at: seenAt[name] }))
    .sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity));
  return [
    ...(producedAt === undefined ? [] : [{ name: t.stages.produced, at: producedAt }]),
    { name: t.stages.arrived, at: arrivedAt ?? putAt },
    ...seen,
    { name: t.stages.stored, at: stored?.deliveredAt },
  ];
}

function Life({ life }: { readonly life: Trace }) {
  const t = say();
  const stages = stagesOf(life);
  const bornAt = stages[0]?.at ?? 0;
  return (
    <div class="life" data-figure="life">
      <p>
        <KeyMark name={life.key} /> · {shardName(life.shardId)} · <code>{life.id}</code>{' '}
        <code title={life.sequenceNumber}>…{life.sequenceNumber.slice(-12)}</code>
      </p>
      <ol>
        {stages.map(({ name, at }) => (
          <li key={name} class={at === undefined ? 'is-pending' : ''}>
            <span class="life-at">{at === undefined ? '…' : span(at - bornAt)}</span>
            <span class="life-dot" aria-hidden="true" />
            <span>{name}</span>
            <span class="hint">{at === undefined ? t.waiting : timeMs(at)}</span>
          </li>
        ))}
      </ol>
      {life.stored && (
        <button
          type="button"
          class="link"
          onClick={() => void openObject(life.stored?.objectKey ?? '')}
        >
          {t.open} …{short(life.stored.objectKey.slice(-18))}
        </button>
      )}
    </div>
  );
}
