import type { Tuning } from '#pipeline/status.ts';
import { bytes, number, percent, shardName } from '../format.ts';
import { KeyMark } from '../key-mark.tsx';
import { Figure, Panel } from '../panel.tsx';
import { command } from '../send.ts';
import { lab, producer } from '../store.ts';
import { say } from '../strings/strings.ts';
import { hashTyped, landing, typed } from '../typed-key.ts';

/** What a usual record of the lab weighs, and a burst. */
const RECORD_BYTES = 250;
const BURST = 500;
const FLOOD = { count: 64, bytes: 16_400 };

export function Producer() {
  const t = say();
  const { value } = producer;
  return (
    <Panel
      number={1}
      name="producer"
      title={t.producer}
      aside={value?.isAway && <span class="badge is-bad">{t.away}</span>}
    >
      {value && (
        <dl class="figures">
          <Figure name={t.input}>{value.input}</Figure>
          <Figure name={t.rate}>
            {number(value.recordsPerSecond)} {t.perSecond}
          </Figure>
          <Figure name={t.put}>
            <span data-figure="put">{number(value.put)}</span>
          </Figure>
          <Figure name={t.size}>{bytes(value.recordBytes)}</Figure>
          <Figure name={t.retries}>{number(value.retries)}</Figure>
          <Figure name={t.givenUp}>{number(value.failed)}</Figure>
        </dl>
      )}
      {lab.value?.can.produce && value?.tuning && <Tune tuning={value.tuning} />}
      <KeyCalculator />
      {value && value.keys.length > 0 && (
        <>
          <h3>{t.busiestKeys}</h3>
          <ol class="busiest">
            {value.keys.map(({ key, share }) => (
              <li key={key}>
                <KeyMark name={key} />
                <meter value={share} aria-label={key} />
                {percent(share)}
              </li>
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}

const TEMPOS = [0, 0.1, 0.5, 1, 2, 5, 10, 50];
const KEY_COUNTS = [1, 3, 12, 100];
const SIZES = [1_024, 10_240, 51_200];

/** How fast, with how many keys and how large the records come. */
function Tune({ tuning: { tempo, keys, bytes: size } }: { readonly tuning: Tuning }) {
  const t = say();
  return (
    <div class="tune">
      <Choice
        name={t.rate}
        value={tempo}
        choices={TEMPOS.map((one) => [
          one,
          one === 0 ? t.stopped : `× ${number(one, one < 1 && one > 0 ? 1 : 0)}`,
        ])}
        onChange={(value) => void command('producer', { tempo: value })}
      />
      <Choice
        name={t.keysLabel}
        value={keys}
        choices={[[undefined, t.allKeys], ...KEY_COUNTS.map((one) => [one, number(one)] as const)]}
        onChange={(value) => void command('producer', { keys: value ?? null })}
      />
      <Choice
        name={t.size}
        value={size}
        choices={[[undefined, t.ownSize], ...SIZES.map((one) => [one, `≥ ${bytes(one)}`] as const)]}
        onChange={(value) => void command('producer', { bytes: value ?? null })}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly value: number | undefined;
  readonly choices: readonly (readonly [value: number | undefined, words: string])[];
  readonly onChange: (value: number | undefined) => void;
}

function Choice({ name, value, choices, onChange }: ChoiceProps) {
  return (
    <label class="select">
      {name}
      <select
        value={String(value)}
        onChange={({ currentTarget }) =>
          onChange(choices.find(([one]) => String(one) === currentTarget.value)?.[0])
        }
      >
        {choices.map(([one, words]) => (
          <option key={String(one)} value={String(one)}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

function KeyCalculator() {
  const t = say();
  const put = (count: number, size: number) => () =>
    void command('put', { key: typed.peek(), count, bytes: size });
  return (
    <div class="calculator">
      <label>
        {t.keyLabel}
        <input
          id="key"
          maxLength={256}
          autocomplete="off"
          spellcheck={false}
          value={typed.value}
          onInput={({ currentTarget }) => {
            typed.value = currentTarget.value;
            void hashTyped();
          }}
        />
      </label>
      <Falls />
      {lab.value?.can.put && (
        <div class="buttons">
          <button type="button" disabled={typed.value === ''} onClick={put(1, RECORD_BYTES)}>
            {t.putOne}
          </button>
          <button
            type="button"
            class="ghost"
            disabled={typed.value === ''}
            onClick={put(BURST, RECORD_BYTES)}
          >
            {t.burst}
          </button>
          <button
            type="button"
            class="ghost"
            disabled={typed.value === ''}
            onClick={put(FLOOD.count, FLOOD.bytes)}
          >
            {t.flood}
          </button>
        </div>
      )}
    </div>
  );
}

/** Where the key that was typed falls, and why. */
function Falls() {
  const t = say();
  const { value } = landing;
  if (!value) return <p class="hint">{t.keyHint}</p>;
  return (
    <p class="falls">
      <KeyMark name={typed.value} /> <span class="hint">MD5</span>{' '}
      <code data-figure="md5">{value.md5}</code>
      <br />
      <strong data-figure="falls">
        {t.keyFalls(percent(value.ring, 1), value.shardId ? shardName(value.shardId) : '?')}
      </strong>{' '}
      <span class="hint">{t.keyRule}</span>
    </p>
  );
}
