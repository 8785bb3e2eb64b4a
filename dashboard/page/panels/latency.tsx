import { LATENCY_EDGES_MS } from '#pipeline/status.ts';
import type { HopName, HopView } from '../../view.ts';
import { number, span } from '../format.ts';
import { Figure, Panel } from '../panel.tsx';
import { hops, lab } from '../store.ts';
import { say } from '../strings/strings.ts';

/** Where AWS says what each hop takes. */
const SOURCES: Readonly<Record<HopName, string | undefined>> = {
  produced: undefined,
  polling: 'https://docs.aws.amazon.com/streams/latest/dev/enhanced-consumers.html',
  efo: 'https://docs.aws.amazon.com/streams/latest/dev/enhanced-consumers.html',
  s3: 'https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html',
};

export function Latency() {
  const t = say();
  return (
    <Panel number={6} name="latency" title={t.latency}>
      <div class="hops">
        {hops.value.map((hop) => (
          <Hop key={`${hop.name} ${hop.consumer}`} hop={hop} />
        ))}
      </div>
      {lab.value?.target !== 'aws' && <p class="hint">{t.emulatorNote}</p>}
    </Panel>
  );
}

function Hop({ hop }: { readonly hop: HopView }) {
  const t = say();
  const { name, count, isEstimate } = hop;
  const source = SOURCES[name];
  return (
    <article class="hop" data-hop={name}>
      <h3>
        {t.hopNames[name]}
        {isEstimate && (
          <>
            {' '}
            <span class="badge is-warn" title={t.byListing}>
              {t.estimated}
            </span>
          </>
        )}
      </h3>
      <Distribution counts={hop.counts} />
      <dl class="figures">
        {(['p50', 'p95', 'p99'] as const).map((rank) => (
          <Figure key={rank} name={rank}>
            {count === 0 ? '–' : span(hop[rank])}
          </Figure>
        ))}
        <Figure name={t.samples}>{number(count)}</Figure>
      </dl>
      <p class="hint">
        {isEstimate && `${t.byListing} `}
        {t.awsSays[name]}
        {source !== undefined && (
          <>
            {' '}
            <a href={source} target="_blank" rel="noreferrer">
              {t.source}
            </a>
          </>
        )}
      </p>
    </article>
  );
}

const EDGES_MS = [0, ...LATENCY_EDGES_MS];
const HEIGHT = 44;
const STEP = 10;

/** How many records took how long; the ranges grow as the values do, as the one in the middle tells. */
function Distribution({ counts }: { readonly counts: readonly number[] }) {
  const highest = Math.max(1, ...counts);
  const used = counts.flatMap((count, at) => (count > 0 ? [at] : []));
  const first = Math.max(0, (used[0] ?? 0) - 1);
  const last = Math.min(counts.length - 1, Math.max((used.at(-1) ?? 0) + 1, first + 5));
  const half = Math.ceil((last - first + 1) / 2);
  const shown = counts.slice(first, first + 2 * half);
  const width = shown.length * STEP;
  return (
    <figure class="distribution">
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {shown.map((count, at) => {
          const height = count === 0 ? 0 : Math.max(1.5, (count / highest) * HEIGHT);
          return (
            <rect
              key={first + at}
              x={at * STEP + 0.5}
              y={HEIGHT - height}
              width={STEP - 1}
              height={height}
            />
          );
        })}
      </svg>
      <figcaption>
        {[0, half, 2 * half].map((at) => (
          <span key={at}>{span(EDGES_MS[first + at] ?? EDGES_MS.at(-1) ?? 0)}</span>
        ))}
      </figcaption>
    </figure>
  );
}
