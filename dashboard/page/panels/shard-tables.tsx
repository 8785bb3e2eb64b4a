import type { ConsumerView, ShardView } from '../../view.ts';
import { newestFirst } from '../flight.ts';
import { bytes, lag, number, percent, shardName, short, span } from '../format.ts';
import { KeyMark } from '../key-mark.tsx';
import { clock, consumers, shards } from '../store.ts';
import { say } from '../strings/strings.ts';
import { follow } from './follow.tsx';

const NEWEST = 12;

/** The same as the picture, in figures. */
export function Twin() {
  return (
    <>
      <ShardTable />
      <NewestRecords />
    </>
  );
}

export function ShardTable() {
  const t = say();
  return (
    <div class="scroll">
      <table class="rows" aria-label={t.shards}>
        <thead>
          <tr>
            <th scope="col">{t.shard}</th>
            <th scope="col">{t.ring}</th>
            <th scope="col" class="right">
              {t.rate}
            </th>
            <th scope="col" class="right">
              {t.size}
            </th>
            <th scope="col" class="right">
              {t.received}
            </th>
            {consumers.value.map(({ name }) => (
              <th key={name} scope="col" class="right">
                {name}: {t.lag}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shards.value.map((shard) => (
            <ShardRow key={shard.shardId} shard={shard} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ShardRow({ shard }: { readonly shard: ShardView }) {
  const t = say();
  const { shardId, from, to, state, recordsPerSecond, bytesPerSecond, records, isHot } = shard;
  return (
    <tr data-shard={shardId}>
      <th scope="row">
        {shardName(shardId)} {isHot && <span class="badge is-bad">{t.hot}</span>}
        {state !== 'open' && <span class="badge is-warn">{t[state]}</span>}
      </th>
      <td>
        {percent(from, 1)} – {percent(to, 1)}
      </td>
      <td class="right">
        {number(recordsPerSecond)}
        {t.perSecond}
      </td>
      <td class="right">
        {bytes(Math.round(bytesPerSecond))}
        {t.perSecond}
      </td>
      <td class="right">{number(records)}</td>
      {consumers.value.map((consumer) => (
        <td key={consumer.name} class="right">
          {lagAt(consumer, shardId)}
        </td>
      ))}
    </tr>
  );
}

function lagAt(consumer: ConsumerView, shardId: string): string {
  const reading = consumer.shards.find((each) => each.shardId === shardId);
  return reading ? lag(consumer, reading.lagMs) : '–';
}

/** After the put was answered; a consumer may be told before the producer hears of it. */
const seenAfter = (seenAt: number | undefined, at: number): string | undefined =>
  seenAt === undefined ? undefined : `+${span(Math.max(0, seenAt - at))}`;

function NewestRecords() {
  const t = say();
  const now = clock.value?.now ?? 0;
  return (
    <div class="scroll">
      <table class="rows records" aria-label={t.recordsTable}>
        <thead>
          <tr>
            <th scope="col">{t.key}</th>
            <th scope="col">{t.shard}</th>
            <th scope="col" class="right">
              {t.age}
            </th>
            {consumers.value.map(({ name }) => (
              <th key={name} scope="col" class="right">
                {name}
              </th>
            ))}
            <th scope="col">{t.sequenceNumber}</th>
          </tr>
        </thead>
        <tbody>
          {newestFirst(NEWEST).map(({ sequenceNumber, key, shardId, at, seenAt }) => (
            <tr key={sequenceNumber} data-key={short(key)}>
              <td>
                <KeyMark name={key} />
              </td>
              <td>{shardName(shardId)}</td>
              <td class="right">{span(Math.max(0, now - at))}</td>
              {consumers.value.map(({ name }, by) => (
                <td key={name} class="right">
                  {seenAfter(seenAt.get(by), at) ?? t.notYet}
                </td>
              ))}
              <td>
                <button type="button" class="link" onClick={() => follow(sequenceNumber)}>
                  …{sequenceNumber.slice(-12)}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
