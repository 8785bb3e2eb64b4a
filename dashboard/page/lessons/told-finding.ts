import { bytes, number, percent, shardName, short, span } from '../format.ts';
import { say } from '../strings/strings.ts';
import type { Finding } from './findings.ts';
import type { LessonName } from './lessons.ts';

type Teller<Kind extends Finding['kind']> = (finding: Extract<Finding, { kind: Kind }>) => string;

/** What was found, in words. */
export function toldFinding(lesson: LessonName, finding: Finding): string {
  if (finding.kind === 'nothing') return say().lessonTexts[lesson].wait;
  return (TELLERS[finding.kind] as (of: Finding) => string)(finding);
}

const TELLERS: { readonly [Kind in Exclude<Finding['kind'], 'nothing'>]: Teller<Kind> } = {
  keys: ({ key, ring, shardId }) =>
    say().findings.keys(short(key), percent(ring, 1), shardName(shardId)),
  order: ({ received, outOfOrder }) => say().findings.order(number(received), number(outOfOrder)),
  push: ({ answer, first, second }) => {
    const t = say().findings;
    const measured = t.push(first.name, span(first.p50), second.name, span(second.p50));
    return `${measured} ${answer === 1 ? t.pushWhy : t.slowedWhy}`;
  },
  behind: ({ name, behind, lagMs, isSlow }) => {
    const t = say().findings;
    const now = t.behind(name, number(behind), span(lagMs));
    return isSlow ? `${now} ${t.behindSlow} ${t.behindWhy}` : `${now} ${t.behindWhy}`;
  },
  split: ({ parentId, childIds, isDrained }) => {
    const t = say().findings;
    const done = t.split(shardName(parentId), childIds.map(shardName).join(', '));
    return `${done} ${isDrained ? t.splitDrained : t.splitDraining} ${t.splitWhy}`;
  },
  partial: ({ retries, failed }) => say().findings.partial(number(retries), number(failed)),
  repeats: ({ name, received, duplicates, isKilled }) =>
    isKilled
      ? say().findings.repeatsKilled(name)
      : say().findings.repeats(name, number(received), number(duplicates)),
  unbuffered: () => say().findings.unbuffered,
  due: ({ inMs, bytes: held, of }) => say().findings.due(span(inMs), bytes(held), bytes(of)),
  object: ({ object: { trigger, firstRecordAt, deliveredAt, records, bytes: size } }) =>
    say().findings.object(
      say().triggers[trigger],
      span(Math.max(0, deliveredAt - firstRecordAt)),
      number(records),
      bytes(size),
    ),
};
