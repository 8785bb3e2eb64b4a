export interface Link<T> {
  readonly value: T;
  next: Link<T> | undefined;
  previous: Link<T> | undefined;
}

/**
 * A first-in, first-out queue from whose middle a value can be taken in constant time. A `Set` keeps
 * order too, but looks through all its holes for its first value once a queue has passed through it.
 */
export class LinkedQueue<T> {
  #first: Link<T> | undefined;
  #last: Link<T> | undefined;

  get first(): Link<T> | undefined {
    return this.#first;
  }

  push(value: T): Link<T> {
    const link: Link<T> = { value, next: undefined, previous: this.#last };
    if (this.#last === undefined) this.#first = link;
    else this.#last.next = link;
    this.#last = link;
    return link;
  }

  /** `link` must be in this queue. It lets go of its neighbours, so that keeping it keeps only itself. */
  remove(link: Link<T>): void {
    if (link.previous === undefined) this.#first = link.next;
    else link.previous.next = link.next;
    if (link.next === undefined) this.#last = link.previous;
    else link.next.previous = link.previous;
    link.next = undefined;
    link.previous = undefined;
  }
}
