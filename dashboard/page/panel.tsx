import type { ComponentChildren } from 'preact';
import { pointedAt } from './lessons/open-lesson.ts';

export interface PanelProps {
  /** Its key on the keyboard. */
  readonly number: number;
  /** Also its area of the page's grid. */
  readonly name: string;
  readonly title: string;
  /** Beside the title. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Panel({ number, name, title, aside, children }: PanelProps) {
  return (
    <section
      class={`panel panel-${name} ${pointedAt.value === name ? 'is-pointed-at' : ''}`}
      id={name}
      tabIndex={-1}
      style={{ gridArea: name }}
      aria-labelledby={`${name}-title`}
    >
      <header class="panel-head">
        <h2 id={`${name}-title`}>
          <kbd aria-hidden="true">{number}</kbd> {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

/** A figure with its name. */
export function Figure({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
