import type { ConsumerView } from '../../view.ts';
import { lag, number, shardName, span, time } from '../format.ts';
import { KeyMark } from '../key-mark.tsx';
import { Figure, Panel } from '../panel.tsx';
import { command } from '../send.ts';
import { alerts, consumers, lab, shards, windows } from '../store.ts';
import { say } from '../strings/strings.ts';
import { suspected } from '../suspected.ts';
import { WhoIsFirst } from './who-is-first.tsx';

const SLOW_MS = 1_500;
/** Lag that fills its bar. */
const FULL_LAG_MS = 10_000;
const SHOWN_ALERTS = 4;
/** More shards than this are summed up. */
const SHOWN_SHARDS = 8;

export function Consumers() {
  const t = say();
  return (
    <Panel number={3} name="consumers" title={t.consumers}>
      <WhoIsFirst />
      <div class="consumers">
        {consumers.value.map((consumer, at) => (
          <Consumer key={consumer.name} consumer={consumer} number={at + 1} />
        ))}
      </div>
    </Panel>
  );
}

function Consumer({
  consumer,
  number: place,
}: {
  readonly consumer: ConsumerView;
  readonly number: number;
}) {
  const t = say();
  const { name, subject, read, pollEveryMs, received, duplicates, behind } = consumer;
  return (
    <article class={`consumer is-${consumer.state}`} data-consumer={name}>
      <h3>
        <span
          class="cursor-mark"
          style={{ background: `var(--cursor-${place})` }}
          aria-hidden="true"
        >
          {place}
        </span>{' '}
        {name} <span class="hint">{t[subject]}</span> <State consumer={consumer} />
      </h3>
      <p class="hint">{read === 'polling' ? t.polling(span(pollEveryMs)) : t.efo}</p>
      <dl class="figures">
        <Figure name={t.received}>
          <span data-figure="received">{number(received)}</span>
        </Figure>
        <Figure name={t.rate}>
          {number(consumer.recordsPerSecond)} {t.perSecond}
        </Figure>
        <Figure name={t.lag}>{lag(consumer, consumer.lagMs)}</Figure>
        <Figure name={t.unseen}>
          <span data-figure="behind">{number(behind)}</span>
        </Figure>
        {duplicates > 0 && <Figure name={t.repeats}>{number(duplicates)}</Figure>}
      </dl>
      <Shared consumer={consumer} />
      <Readings consumer={consumer} />
      {lab.value?.can.consumers && <Controls consumer={consumer} />}
      {subject === 'monitoring' ? <LatestWindow /> : <Alerts />}
    </article>
  );
}

function State({ consumer: { state, slowMs } }: { readonly consumer: ConsumerView }) {
  const t = say();
  if (state !== 'running') return <span class="badge is-bad">{t[state]}</span>;
  return slowMs > 0 && <span class="badge is-warn">{t.slowedBy(span(slowMs))}</span>;
}

/** Of a group with more workers, one is seen here. */
function Shared({ consumer }: { readonly consumer: ConsumerView }) {
  const t = say();
  const { shards: read, state, workers } = consumer;
  const open = shards.value.filter((shard) => shard.state === 'open');
  const isRead = (shardId: string): boolean => read.some((reading) => reading.shardId === shardId);
  const count = open.filter(({ shardId }) => isRead(shardId)).length;
  const readsSome = state === 'running' && count > 0 && count < open.length;
  if (!readsSome && workers < 2) return null;
  return (
    <p class="hint" data-workers={workers}>
      {workers > 1 && `${t.oneOfWorkers(number(workers))} `}
      {readsSome && t.readsSome(number(count), number(open.length))}
    </p>
  );
}

function Readings({ consumer }: { readonly consumer: ConsumerView }) {
  const t = say();
  const { shards: read, name } = consumer;
  const shown = [...read].sort((a, b) => b.lagMs - a.lagMs).slice(0, SHOWN_SHARDS);
  const ordered = shown.sort((a, b) => (a.shardId < b.shardId ? -1 : 1));
  return (
    <table class="readings" aria-label={`${name}: ${t.position}`}>
      <thead>
        <tr>
          <th scope="col">{t.shard}</th>
          <th scope="col" colSpan={2}>
            {t.lag}
          </th>
          <th scope="col" class="right">
            {t.position} · {t.rate}
          </th>
        </tr>
      </thead>
      <tbody>
        {ordered.map(({ shardId, lagMs, position, recordsPerSecond }) => (
          <tr key={shardId}>
            <th scope="row">{shardName(shardId)}</th>
            <td>{lag(consumer, lagMs)}</td>
            <td>
              <meter value={lagMs / FULL_LAG_MS} aria-label={t.lag} />
            </td>
            <td class="right" title={position}>
              {position === undefined ? '–' : `…${position.slice(-6)}`} · {number(recordsPerSecond)}
              {t.perSecond}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Controls({ consumer: { name, state, slowMs } }: { readonly consumer: ConsumerView }) {
  const t = say();
  const change = (order: object) => () => void command('consumer', { name, change: order });
  return (
    <div class="buttons">
      {state === 'killed' ? (
        <button type="button" onClick={change({ do: 'start' })}>
          {t.start}
        </button>
      ) : (
        <button type="button" class="ghost" title={t.killHint} onClick={change({ do: 'kill' })}>
          {t.kill}
        </button>
      )}
      <button
        type="button"
        class="ghost"
        aria-pressed={slowMs > 0}
        onClick={change({ do: 'slow', slowMs: slowMs > 0 ? 0 : SLOW_MS })}
      >
        {slowMs > 0 ? t.unslow : t.slow}
      </button>
    </div>
  );
}

/** What the monitoring found in its last window of event time. */
function LatestWindow() {
  const t = say();
  const latest = windows.value.at(-1);
  if (!latest) return <p class="hint">{t.noWindow}</p>;
  const { startAt, endAt, records, keys } = latest;
  return (
    <div class="subject">
      <h4>
        {t.busiestKeys}{' '}
        <span class="hint">
          {time(startAt)} – {time(endAt)} · {number(records)} {t.records}
        </span>
      </h4>
      <ol class="busiest">
        {keys.slice(0, 3).map(({ key, records: count }) => (
          <li key={key}>
            <KeyMark name={key} />
            <meter value={count / (keys[0]?.records || 1)} aria-label={key} />
            {number(count)}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** What the fraud detection found, with its reason. */
function Alerts() {
  const t = say();
  // In a burst each further record is suspected too: of one key the newest tells it all.
  const keys = new Set<string>();
  const newest = [...alerts.value]
    .reverse()
    .filter(({ key }) => keys.size < keys.add(key).size)
    .slice(0, SHOWN_ALERTS);
  return (
    <div class="subject">
      <h4>
        {t.alerts} <span class="hint">{newest.length === 0 && t.noAlerts}</span>
      </h4>
      <ul class="alerts">
        {newest.map(({ n, at, key, why }) => (
          <li key={n}>
            <time>{time(at)}</time> <KeyMark name={key} /> {suspected(why)}
          </li>
        ))}
      </ul>
    </div>
  );
}
