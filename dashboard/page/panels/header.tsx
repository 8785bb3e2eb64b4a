import { clock, connection, faults, isPaused, lab } from '../store.ts';
import { span, time } from '../format.ts';
import { openLessons } from '../lessons/open-lesson.ts';
import { command, refusal } from '../send.ts';
import { isPresenting, language, theme, type Theme } from '../settings.ts';
import { say } from '../strings/strings.ts';
import { showsFaults, showsHelp } from './dialogs.tsx';

const SPEEDS = [0.1, 0.25, 1, 10, 60, 600];

export function Header() {
  const t = say();
  return (
    <header class="top">
      <h1>Kinesis Lab</h1>
      <Connection />
      {lab.value && (
        <p class={`where is-${lab.value.target}`}>
          {t.target} <strong>{lab.value.target}</strong>
          {lab.value.target !== 'aws' && ` · ${t.notAws}`}
          {lab.value.place !== undefined && ` · ${lab.value.place}`} · {lab.value.stream}
        </p>
      )}
      <Time />
      <div class="tools">
        {lab.value?.can.faults && (
          <button type="button" class="ghost" onClick={showFaults}>
            {t.faults}
            {faults.value.active.length > 0 && (
              <span class="count">{faults.value.active.length}</span>
            )}
          </button>
        )}
        <button type="button" class="ghost" onClick={openLessons}>
          {t.lessons}
        </button>
        <a class="button ghost" href="/report" target="_blank" rel="noreferrer">
          {t.report}
        </a>
        <Preferences />
      </div>
      {lab.value && lab.value.target !== 'embedded' && (
        <p class="hint not-here">{t.notHere[lab.value.target]}</p>
      )}
      <FaultsOn />
      {refusal.value !== undefined && (
        <p class="refusal" role="alert">
          {t.refused}: {refusal.value}
        </p>
      )}
    </header>
  );
}

function Connection() {
  const t = say();
  const state = connection.value;
  return (
    <p class={`connection is-${state}`} role="status">
      <span aria-hidden="true" class="lamp" />
      {t[state]}
    </p>
  );
}

/** The lab's time, and what can be done to it. */
function Time() {
  const t = say();
  const { value } = clock;
  if (!value) return null;
  return (
    <div class={`time ${value.isPaused ? 'is-paused' : ''}`}>
      <time>{time(value.now)}</time>
      {lab.value?.can.steer && (
        <>
          <button type="button" onClick={togglePause} aria-pressed={value.isPaused}>
            {value.isPaused ? `▶ ${t.resume}` : `❚❚ ${t.pause}`}
          </button>
          <button
            type="button"
            class="ghost"
            disabled={!value.isPaused}
            title={t.stepHint}
            onClick={step}
          >
            → {t.step}
          </button>
          <label class="select">
            <span class="hidden">{t.speed}</span>
            <select
              value={String(value.speed)}
              onChange={({ currentTarget }) => setSpeed(Number(currentTarget.value))}
            >
              {[...new Set([...SPEEDS, value.speed])]
                .sort((a, b) => a - b)
                .map((speed) => (
                  <option key={speed} value={String(speed)}>
                    × {speed}
                  </option>
                ))}
            </select>
          </label>
        </>
      )}
    </div>
  );
}

export function togglePause(): void {
  if (lab.peek()?.can.steer) void command('clock', { paused: !isPaused.peek() });
}

export function step(): void {
  if (isPaused.peek()) void command('clock', { step: true });
}

export function showFaults(): void {
  if (lab.peek()?.can.faults) showsFaults.value = true;
}

const setSpeed = (speed: number): void => void command('clock', { speed });

const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

export function nextTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? 'auto';
}

export function nextLanguage(): void {
  language.value = language.value === 'en' ? 'pt-BR' : 'en';
}

function Preferences() {
  const t = say();
  return (
    <>
      <button
        type="button"
        class="ghost"
        aria-pressed={isPresenting.value}
        onClick={() => (isPresenting.value = !isPresenting.value)}
      >
        {t.present}
      </button>
      <button type="button" class="ghost" onClick={nextTheme} title={t.theme}>
        ◐ {t.themes[theme.value]}
      </button>
      <button type="button" class="ghost" onClick={nextLanguage} title={t.language}>
        {language.value === 'en' ? 'PT' : 'EN'}
      </button>
      <button type="button" class="ghost" onClick={() => (showsHelp.value = true)} title={t.help}>
        ?<span class="hidden">{t.help}</span>
      </button>
    </>
  );
}

/** What is wrong on purpose, for how long, and what to look at meanwhile. */
function FaultsOn() {
  const t = say();
  const now = clock.value?.now ?? 0;
  return (
    <>
      {faults.value.active.map(({ name, endsAt }) => (
        <p key={name} class="fault-on">
          <strong>{t.faultNames[name] ?? name}</strong> ·{' '}
          {t.endsIn(span(Math.max(0, endsAt - now)))} · {t.faultWatch[name]}
        </p>
      ))}
    </>
  );
}
