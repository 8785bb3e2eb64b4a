import { number } from '../format.ts';
import { command } from '../send.ts';
import { clock, consumers, firehose, hops, lab, objects, producer, shards } from '../store.ts';
import { say } from '../strings/strings.ts';
import { landing, typed } from '../typed-key.ts';
import { find } from './findings.ts';
import type { Sight } from './sight.ts';
import { LESSONS, type Lesson } from './lessons.ts';
import { closeLesson, guess, guessed, lesson, nextLesson } from './open-lesson.ts';
import { toldFinding } from './told-finding.ts';

/** One lesson: a question, a guess, and then what the lab shows. */
export function LessonBar() {
  const t = say();
  const { value: place } = lesson;
  const open = place === undefined ? undefined : LESSONS[place - 1];
  if (place === undefined || !open) return null;
  const { title, question } = t.lessonTexts[open.name];
  return (
    <aside class="lesson" aria-labelledby="lesson-title" data-lesson={place}>
      <header>
        <h2 id="lesson-title">
          {t.lessonOf(number(place), number(LESSONS.length))} · {title}
        </h2>
        <Moves place={place} />
      </header>
      <p class="question">{question}</p>
      <Answers open={open} />
      {guessed.value !== undefined && <Revealed open={open} picked={guessed.value} />}
    </aside>
  );
}

function Moves({ place }: { readonly place: number }) {
  const t = say();
  return (
    <div class="buttons">
      <button type="button" class="ghost" disabled={place === 1} onClick={() => nextLesson(-1)}>
        ‹ {t.lessonBack}
      </button>
      <button
        type="button"
        class="ghost"
        disabled={place === LESSONS.length}
        onClick={() => nextLesson(1)}
      >
        {t.lessonNext} ›
      </button>
      <button type="button" class="ghost" title={t.lessonClose} onClick={closeLesson}>
        <span aria-hidden="true">✕</span>
        <span class="hidden">{t.lessonClose}</span>
      </button>
    </div>
  );
}

const LETTERS = ['a', 'b', 'c'];

function Answers({ open }: { readonly open: Lesson }) {
  const t = say();
  const isOver = guessed.value !== undefined;
  return (
    <div class="answers" role="group" aria-label={t.guessFirst}>
      {!isOver && <span class="hint">{t.guessFirst}</span>}
      {t.lessonTexts[open.name].answers.map((answer, at) => (
        <button
          key={answer}
          type="button"
          class="ghost"
          aria-pressed={guessed.value === at}
          aria-disabled={isOver}
          onClick={() => guess(at)}
        >
          <kbd aria-hidden="true">{LETTERS[at]}</kbd> {answer}
        </button>
      ))}
    </div>
  );
}

const look = (): Sight => ({
  shards: shards.value,
  consumers: consumers.value,
  hops: hops.value,
  firehose: firehose.value,
  producer: producer.value,
  key: typed.value,
  landing: landing.value,
  lastObject: objects.value.at(-1),
  now: clock.value?.now ?? 0,
});

/** Only the verdict is read out: figures change ten times a second. */
function Revealed({ open, picked }: { readonly open: Lesson; readonly picked: number }) {
  const t = say();
  const sight = look();
  const finding = find(open.name, sight);
  const { answer } = finding;
  return (
    <div class="revealed">
      <p role="status">
        <strong data-verdict={verdictOf(answer, picked)}>{t[verdictOf(answer, picked)]}</strong>{' '}
        {answer !== undefined && answer !== picked && t.lessonTexts[open.name].answers[answer]}
      </p>
      <p data-figure="finding">{toldFinding(open.name, finding)}</p>
      <Deed open={open} sight={sight} />
      <p class="hint look-at">{t.lookAt}</p>
    </div>
  );
}

function verdictOf(answer: number | undefined, picked: number): 'right' | 'wrong' | 'notSeenYet' {
  if (answer === undefined) return 'notSeenYet';
  return answer === picked ? 'right' : 'wrong';
}

/** What can be done to see it, and where that cannot be done, that it cannot. */
function Deed({ open, sight }: { readonly open: Lesson; readonly sight: Sight }) {
  const t = say();
  const { needs, deed } = open;
  if (!needs || !deed) return null;
  if (!lab.value?.can[needs]) return <p class="hint">{t.cannotHere}</p>;
  const order = deed(sight);
  if (!order) return null;
  const isAws = lab.value.target === 'aws';
  const act = (): void => {
    // There a shard costs by the hour, as it says beside the shards.
    if (needs === 'reshard' && isAws && !confirm(t.confirmReshard)) return;
    void command(order.command, order.body);
  };
  return (
    <button type="button" onClick={act} data-deed>
      {t.deeds[order.name]}
    </button>
  );
}
