import { signal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { View } from '../../view.ts';
import { percent, span } from '../format.ts';
import { command } from '../send.ts';
import { clock, faults, lab } from '../store.ts';
import { say } from '../strings/strings.ts';

export const showsHelp = signal(false);
export const showsFaults = signal(false);

/** Real seconds that a fault is to be seen for, whatever the lab's speed. */
const FAULT_SECONDS = 20;

interface DialogProps {
  readonly isOpen: Signal<boolean>;
  readonly title: string;
  readonly children: ComponentChildren;
}

/** The browser's own dialog: it keeps the focus, and Escape closes it. */
export function Dialog({ isOpen, title, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const { value } = isOpen;
  // With its first frame, so that Escape closes whatever is seen.
  useLayoutEffect(() => {
    if (value && !element.current?.open) element.current?.showModal();
    if (!value) element.current?.close();
  }, [value]);
  if (!value) return null;
  return (
    <dialog ref={element} aria-label={title} onClose={() => (isOpen.value = false)}>
      <header class="panel-head">
        <h2>{title}</h2>
        <button type="button" class="ghost" onClick={() => (isOpen.value = false)}>
          {say().close}
        </button>
      </header>
      {children}
    </dialog>
  );
}

/** A key, and what it does. */
type KeyRow = readonly [key: string, does: string];

export function Help() {
  const t = say();
  const keys: readonly KeyRow[] = [
    ...whereIt('steer', ['Space', t.keys.space], ['→', t.keys.right]),
    ['/', t.keys.slash],
    ['n', t.keys.n],
    ...whereIt('faults', ['f', t.keys.f]),
    ['e', t.keys.e],
    ['a b c', t.keys.abc],
    [', .', t.keys.commaDot],
    ['Esc', t.keys.escape],
    ['t', t.keys.t],
    ['p', t.keys.p],
    ['l', t.keys.l],
    ['d', t.keys.d],
    ['1 … 9', t.keys.digits],
    ['?', t.keys.question],
  ];
  return (
    <Dialog isOpen={showsHelp} title={t.keyboard}>
      <table class="plain">
        <tbody>
          {keys.map(([key, does]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

/** Where there is nothing to be done with a key, it is not named. */
const whereIt = (can: keyof View['lab']['can'], ...rows: readonly KeyRow[]): readonly KeyRow[] =>
  lab.value?.can[can] ? rows : [];

export function Faults() {
  const t = say();
  const seconds = Math.max(1, Math.round(FAULT_SECONDS * (clock.value?.speed ?? 1)));
  return (
    <Dialog isOpen={showsFaults} title={t.faults}>
      <p class="hint">{t.faultLasts(span(seconds * 1_000))}</p>
      <ul class="faults">
        {(lab.value?.faultKinds ?? []).map(({ name, fisAction, code, share }) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => {
                showsFaults.value = false;
                void command('fault', { name, seconds });
              }}
            >
              {t.faultNames[name] ?? name}
            </button>
            <div>
              <p>
                <code>{code}</code> · {t.faultShare(percent(share))}
                {(faults.value.hits[name] ?? 0) > 0 && ` · × ${faults.value.hits[name]}`}
              </p>
              <p class="hint">{t.faultWatch[name]}</p>
              <p class="hint">{fisAction ?? t.ownFault}</p>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
