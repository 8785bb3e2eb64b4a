import { span } from '../format.ts';
import { consumers, hops } from '../store.ts';
import { say } from '../strings/strings.ts';

/** Which consumer sees a record first, why, and by how much; nothing where both read alike, or one does not. */
export function WhoIsFirst() {
  const t = say();
  const running = consumers.value.filter(({ state }) => state === 'running');
  const pushed = running.find(({ read }) => read === 'efo');
  const polling = running.find(({ read }) => read === 'polling');
  if (!pushed || !polling) return null;
  const [pushedMs, pollingMs] = [medianOf(pushed.name), medianOf(polling.name)];
  const isMeasured = pushedMs !== undefined && pollingMs !== undefined;
  return (
    <p class="hint first" data-figure="first">
      {t.pushedFirst(pushed.name, polling.name, span(polling.pollEveryMs))}
      {isMeasured && ` ${t.firstMeasured(span(pushedMs), span(pollingMs))}`}
    </p>
  );
}

function medianOf(consumer: string): number | undefined {
  const hop = hops.value.find((candidate) => candidate.consumer === consumer);
  return hop && hop.count > 0 ? hop.p50 : undefined;
}
