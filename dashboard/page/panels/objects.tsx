import { signal } from '@preact/signals';
import type { ObjectRow } from '../../messages.ts';
import { bytes, number, span, time } from '../format.ts';
import { Panel } from '../panel.tsx';
import { ask } from '../send.ts';
import { bucket, firehose, isFlooded, lab, objects } from '../store.ts';
import { say } from '../strings/strings.ts';
import { Dialog } from './dialogs.tsx';

const SHOWN = 8;

interface Opened {
  readonly key: string;
  readonly bytes: number;
  readonly total: number;
  readonly records: readonly string[];
  readonly raw: string;
}

const opened = signal<Opened | undefined>(undefined);
const showsObject = signal(false);

export async function openObject(key: string): Promise<void> {
  opened.value = await ask<Opened>('/api/object', { key });
  showsObject.value = opened.value !== undefined;
}

export function Objects() {
  const t = say();
  const { value } = bucket;
  return (
    <Panel
      number={5}
      name="objects"
      title={lab.value ? `${t.s3} · ${lab.value.bucket}` : t.s3}
      aside={
        value && (
          <span class="hint">
            {isEstimated() && (
              <>
                <span class="badge is-warn">{t.estimated}</span>{' '}
              </>
            )}
            {t.objects} <span data-figure="objects">{number(value.objects)}</span> · {t.records}{' '}
            {number(value.records)} · {bytes(value.bytes)}
          </span>
        )
      }
    >
      {objects.value.length === 0 ? <p class="hint">{whyNone()}</p> : <Rows />}
      {isEstimated() && <p class="hint">{t.objectsEstimated}</p>}
    </Panel>
  );
}

/** Of a Firehose that tells nothing, an object shows how it came about only in part. */
const isEstimated = (): boolean => firehose.value?.basis === 'estimated';

/** Where Firehose keeps to its hints, an empty bucket is what they say. */
function whyNone(): string {
  const t = say();
  const { value } = firehose;
  if (!value || value.basis === 'unbuffered') return t.noObjects;
  return t.nothingYet(span(value.intervalMs));
}

function Rows() {
  const t = say();
  return (
    <div class="scroll">
      <table class="rows" aria-label={t.objects}>
        <thead>
          <tr>
            <th scope="col">{t.written}</th>
            <th scope="col" class="right">
              {t.records}
            </th>
            <th scope="col" class="right">
              {t.size}
            </th>
            <th scope="col">{t.trigger}</th>
            <th scope="col" class="right">
              {t.waited}
            </th>
            <th scope="col">{t.key}</th>
          </tr>
        </thead>
        <tbody>
          {objects.value
            .slice(-SHOWN)
            .reverse()
            .map((row) => (
              <Row key={row.n} row={row} />
            ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { readonly row: ObjectRow }) {
  const t = say();
  const { key, records, bytes: size, trigger, firstRecordAt, deliveredAt } = row;
  const end = key.slice(-6);
  // In a flood one comes after the other: to animate them is to draw all the time.
  return (
    <tr class={isFlooded.peek() ? '' : 'arriving'} data-object={key}>
      <td>{time(deliveredAt)}</td>
      <td class="right">{number(records)}</td>
      <td class="right">{bytes(size)}</td>
      <td>
        <span class={`badge by-${trigger}`}>{t.triggers[trigger]}</span>
      </td>
      <td class="right">{span(deliveredAt - firstRecordAt)}</td>
      <td>
        <button
          type="button"
          class="link"
          title={key}
          aria-label={`${t.open} …${end}`}
          onClick={() => void openObject(key)}
        >
          …{end}
        </button>
      </td>
    </tr>
  );
}

export function OpenedObject() {
  const t = say();
  const { value } = opened;
  return (
    <Dialog isOpen={showsObject} title={t.openedTitle}>
      {value && (
        <>
          <p class="wrap">
            <code>{value.key}</code> · {bytes(value.bytes)}
          </p>
          <p class="hint">{t.openedNote(number(value.total))}</p>
          <ol class="opened" tabIndex={0} aria-label={t.openedTitle}>
            {value.records.map((record, at) => (
              <li key={at}>
                <code>{record}</code>
              </li>
            ))}
          </ol>
          {value.total > value.records.length && (
            <p class="hint">{t.more(number(value.total - value.records.length))}</p>
          )}
          <h3>{t.asStored}</h3>
          <pre class="raw" tabIndex={0}>
            {value.raw}
          </pre>
        </>
      )}
    </Dialog>
  );
}
