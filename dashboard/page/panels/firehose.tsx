import type { FirehoseView } from '../../view.ts';
import { bytes, number, span, time } from '../format.ts';
import { Panel } from '../panel.tsx';
import { clock, firehose, lab, objects } from '../store.ts';
import { say } from '../strings/strings.ts';

export function Firehose() {
  const t = say();
  const { value } = firehose;
  const title = lab.value ? `${t.firehose} · ${lab.value.deliveryStream}` : t.firehose;
  return (
    <Panel number={4} name="firehose" title={title} aside={value && <Aside value={value} />}>
      {value?.basis === 'unbuffered' && <Unbuffered buffer={value} />}
      {value && value.basis !== 'unbuffered' && (
        <Buffer buffer={value} now={clock.value?.now ?? 0} />
      )}
    </Panel>
  );
}

/** How it stands, and how far that is known. */
function Aside({ value: { isAway, basis, status } }: { readonly value: FirehoseView }) {
  const t = say();
  return (
    <span>
      {isAway && <span class="badge is-bad">{t.away}</span>}
      {basis === 'estimated' && (
        <span class="badge is-warn" title={t.estimateHint} data-basis="estimated">
          {t.estimated}
        </span>
      )}{' '}
      <span class="badge">{status}</span>
    </span>
  );
}

/** Of a Firehose that holds nothing back there is no buffer to be shown. */
function Unbuffered({ buffer: { records } }: { readonly buffer: FirehoseView }) {
  const t = say();
  return (
    <>
      <p data-basis="unbuffered">{t.unbuffered}</p>
      <p class="hint">
        {t.held(number(records))} · {t.estimated}
      </p>
    </>
  );
}

interface BufferProps {
  readonly buffer: FirehoseView;
  readonly now: number;
}

function Buffer({ buffer, now }: BufferProps) {
  const t = say();
  const { sizeBytes, intervalMs, firstRecordAt, dueAt } = buffer;
  const waitedMs =
    firstRecordAt === undefined ? 0 : Math.min(intervalMs, Math.max(0, now - firstRecordAt));
  const share = buffer.bytes / sizeBytes;
  const timeShare = waitedMs / (intervalMs || 1);
  return (
    <div class="buffer">
      <Tank share={share} timeShare={timeShare} />
      <div class="triggers">
        <Trigger
          name={t.size}
          share={share}
          text={`${bytes(buffer.bytes)} ${t.of} ${bytes(sizeBytes)}`}
        />
        <Trigger
          name={t.timeTrigger}
          share={timeShare}
          text={`${span(waitedMs)} ${t.of} ${span(intervalMs)}`}
        />
        <p
          class="countdown"
          data-figure="countdown"
          data-due-in={dueAt === undefined ? '' : Math.max(0, dueAt - now)}
        >
          {countdown(buffer, now)}
        </p>
        <p class="hint">
          {dueAt !== undefined && `${t.next}: ${nextTrigger(buffer, now)} · `}
          {t.held(number(buffer.records))} · {t.whicheverFirst}
        </p>
        {buffer.basis === 'estimated' && <p class="hint">{t.estimateHint}</p>}
        <Last />
      </div>
    </div>
  );
}

function countdown({ waiting, dueAt, intervalMs }: FirehoseView, now: number): string {
  const t = say();
  if (waiting) return t.s3Waiting(number(waiting.attempts), waiting.error);
  if (dueAt === undefined) return t.bufferEmpty(span(intervalMs));
  return dueAt > now ? t.dueIn(span(dueAt - now)) : t.dueNow;
}

function nextTrigger(
  { bytes: held, sizeBytes, bytesPerSecond, dueAt = 0 }: FirehoseView,
  now: number,
): string {
  const t = say();
  const fullInMs = bytesPerSecond > 0 ? ((sizeBytes - held) / bytesPerSecond) * 1_000 : Infinity;
  return fullInMs < dueAt - now ? t.nextBySize : t.nextByTime;
}

function Trigger({
  name,
  share,
  text,
}: {
  readonly name: string;
  readonly share: number;
  readonly text: string;
}) {
  return (
    <div class="trigger">
      <span>{name}</span>
      <meter value={share} aria-label={name} />
      <span class="right">{text}</span>
    </div>
  );
}

const HEIGHT = 108;
const WIDTH = 84;
const RIM = 6;

/** The buffer as a tank: it fills with bytes, and a ring around its mouth with time. */
function Tank({ share, timeShare }: { readonly share: number; readonly timeShare: number }) {
  const level = (HEIGHT - 2 * RIM) * Math.min(1, share);
  return (
    <svg
      class="tank"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      <rect class="tank-wall" x="1" y="1" width={WIDTH - 2} height={HEIGHT - 2} rx="10" />
      <rect
        class="tank-fill"
        x={RIM}
        y={HEIGHT - RIM - level}
        width={WIDTH - 2 * RIM}
        height={level}
        rx="4"
      />
      <circle class="ring-track" cx={WIDTH / 2} cy={HEIGHT / 2} r="24" />
      <circle
        class="ring-time"
        cx={WIDTH / 2}
        cy={HEIGHT / 2}
        r="24"
        pathLength="1"
        stroke-dasharray={`${Math.min(1, timeShare)} 1`}
        transform={`rotate(-90 ${WIDTH / 2} ${HEIGHT / 2})`}
      />
    </svg>
  );
}

/** Which trigger fired last. */
function Last() {
  const t = say();
  const latest = objects.value.at(-1);
  if (!latest) return null;
  return (
    <p class="hint">
      {t.last}: {t.triggers[latest.trigger]}, {time(latest.deliveredAt)}
    </p>
  );
}
