import type { ShardView } from '../../view.ts';
import { bytes, number, percent, shardName, span } from '../format.ts';
import { WINDOW_MS } from '../lanes-canvas.ts';
import { Panel } from '../panel.tsx';
import { command } from '../send.ts';
import { showsTable } from '../settings.ts';
import { clock, lab, producer, shards } from '../store.ts';
import { say } from '../strings/strings.ts';
import { LanesCanvas } from './moving-lanes.tsx';
import { ShardTable, Twin } from './shard-tables.tsx';

/** As on AWS: what one shard takes in a second. */
const SHARD_RECORDS = 1_000;
const SHARD_BYTES = 1_048_576;
/** Lanes thinner than their label share one list below. */
const MOST_LABELS = 8;

export function Lanes() {
  const t = say();
  const open = shards.value.filter(({ state }) => state === 'open');
  return (
    <Panel
      number={2}
      name="shards"
      title={lab.value ? `${t.shards} · ${lab.value.stream} · ${open.length}` : t.shards}
      aside={
        <>
          <Showing />
          <button
            type="button"
            class="ghost"
            aria-pressed={showsTable.value}
            onClick={() => (showsTable.value = !showsTable.value)}
          >
            {showsTable.value ? t.picture : t.table}
          </button>
        </>
      }
    >
      {showsTable.value ? <Twin /> : <Picture />}
      <Draining />
    </Panel>
  );
}

function Showing() {
  const t = say();
  const { value } = producer;
  if (!value) return null;
  const shown = number(value.recordsPerSecond / value.stride);
  return <span class="hint">{t.showing(shown, number(value.recordsPerSecond))}</span>;
}

function Picture() {
  const t = say();
  const open = shards.value.filter(({ state }) => state === 'open');
  const isRoomy = open.length <= MOST_LABELS;
  return (
    <>
      <div class={`lanes ${isRoomy ? '' : 'is-crowded'}`}>
        {isRoomy && (
          <ul class="lane-labels">
            {open.map((shard, at) => (
              <LaneLabel key={shard.shardId} shard={shard} next={open[at + 1]} />
            ))}
          </ul>
        )}
        <LanesCanvas />
      </div>
      <p class="axis" aria-hidden="true">
        <span>{t.now}</span>
        <span class="hint">{t.lanesHint}</span>
        <span>{t.ago(span(WINDOW_MS * (clock.value?.speed ?? 1)))}</span>
      </p>
      {!isRoomy && <ShardTable />}
    </>
  );
}

interface LaneProps {
  readonly shard: ShardView;
  readonly next: ShardView | undefined;
}

function LaneLabel({ shard, next }: LaneProps) {
  const t = say();
  const { shardId, from, to, recordsPerSecond, bytesPerSecond, isHot } = shard;
  const used = Math.max(recordsPerSecond / SHARD_RECORDS, bytesPerSecond / SHARD_BYTES);
  return (
    <li style={{ flexGrow: to - from }} data-shard={shardId}>
      <p title={`${shard.startingHashKey} – ${shard.endingHashKey}`}>
        <strong>{shardName(shardId)}</strong>{' '}
        <span class="hint">
          {percent(from)} – {percent(to)}
        </span>
        {isHot && <span class="badge is-bad">{t.hot}</span>}
      </p>
      <p class="lane-rate">
        {number(recordsPerSecond)}
        {t.perSecond}{' '}
        <span class="hint">
          {bytes(Math.round(bytesPerSecond))}
          {t.perSecond}
        </span>
      </p>
      <p>
        <meter value={used} aria-label={`${shardName(shardId)} ${t.ofLimit}`} />{' '}
        <span class="hint">
          {percent(used, 1)} {t.ofLimit}
        </span>
      </p>
      {lab.value?.can.reshard && <Reshard shard={shard} next={next} />}
    </li>
  );
}

function Reshard({ shard: { shardId }, next }: LaneProps) {
  const t = say();
  const name = shardName(shardId);
  return (
    <p class="buttons">
      <button
        type="button"
        class="ghost small"
        title={t.splitHint(name)}
        onClick={() => void reshard({ split: shardId })}
      >
        {t.split}
        <span class="hidden"> {name}</span>
      </button>
      {next && (
        <button
          type="button"
          class="ghost small"
          title={t.mergeHint(name, shardName(next.shardId))}
          onClick={() => void reshard({ merge: [shardId, next.shardId] })}
        >
          {t.merge} {name}+{shardName(next.shardId)}
        </button>
      )}
    </p>
  );
}

/** Where shards cost money, and cannot be undone for nothing, it asks first. */
const reshard = async (order: object): Promise<void> => {
  if (lab.peek()?.target === 'aws' && !confirm(say().confirmReshard)) return;
  await command('reshard', order);
};

/** Parents whose children have taken over, until everybody has read them to their end. */
function Draining() {
  const t = say();
  return (
    <>
      {shards.value
        .filter(({ state }) => state !== 'open')
        .map(({ shardId, state }) => (
          <p key={shardId} class="draining" data-draining={shardId}>
            <span class="badge is-warn">{t[state === 'draining' ? 'draining' : 'drained']}</span>{' '}
            <strong>{shardName(shardId)}</strong> → {childrenOf(shardId)}{' '}
            <span class="hint">{t.closedAndRead}</span>
          </p>
        ))}
    </>
  );
}

const childrenOf = (shardId: string): string =>
  shards.value
    .filter(({ parentIds }) => parentIds.includes(shardId))
    .map((child) => shardName(child.shardId))
    .join(', ');
