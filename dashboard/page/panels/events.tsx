import type { LogRow, Story } from '../../messages.ts';
import { number, shardName, short, span, time } from '../format.ts';
import { Panel } from '../panel.tsx';
import { log } from '../store.ts';
import { say } from '../strings/strings.ts';
import { suspected } from '../suspected.ts';

const SHOWN = 40;

export function Events() {
  const t = say();
  const rows = log.value.slice(-SHOWN).reverse();
  return (
    <Panel number={9} name="events" title={t.events}>
      {rows.length === 0 ? (
        <p class="hint">{t.noEvents}</p>
      ) : (
        <ol class="log scroll" tabIndex={0} aria-label={t.events}>
          {rows.map((row) => (
            <Event key={row.n} row={row} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Event({ row }: { readonly row: LogRow }) {
  return (
    <li class={`event is-${row.kind}`} data-kind={row.kind}>
      <time>{time(row.at)}</time> {told(row)}
    </li>
  );
}

type Teller<Kind extends Story['kind']> = (story: Extract<Story, { kind: Kind }>) => string;

const names = (shardIds: readonly string[]): string => shardIds.map(shardName).join(', ');

/** How each kind of story is told. */
const TELLERS: { readonly [Kind in Story['kind']]: Teller<Kind> } = {
  delivered: ({ records, trigger }) => {
    const t = say();
    return t.stories.delivered(number(records), t.triggers[trigger]);
  },
  alert: ({ key, why }) => say().stories.alert(short(key), suspected(why)),
  'fault-on': ({ name, seconds }) => say().stories.faultOn(faultName(name), span(seconds * 1_000)),
  'fault-off': ({ name, hits }) => say().stories.faultOff(faultName(name), number(hits)),
  refused: ({ code, count, name }) => say().stories.refused(code, number(count), faultName(name)),
  split: ({ parent, children }) => say().stories.split(shardName(parent), names(children)),
  merged: ({ parents, child }) => say().stories.merged(names(parents), shardName(child)),
  drained: ({ consumer, shardId }) => say().stories.drained(consumer, shardName(shardId)),
  killed: ({ consumer }) => say().stories.killed(consumer),
  started: ({ consumer }) => say().stories.started(consumer),
  slowed: ({ consumer, slowMs }) =>
    slowMs > 0 ? say().stories.slowed(consumer, span(slowMs)) : say().stories.unslowed(consumer),
  paused: () => say().stories.paused,
  resumed: () => say().stories.resumed,
  speed: ({ speed }) => say().stories.speed(number(speed, speed < 1 ? 2 : 0)),
  's3-refuses': ({ error }) => say().stories.s3Refuses(error),
  's3-back': () => say().stories.s3Back,
};

const faultName = (name: string): string => say().faultNames[name] ?? name;

const told = (story: Story): string => (TELLERS[story.kind] as (of: Story) => string)(story);
