/** Ascending whole numbers in a few characters: `0-99,101`. */
export function formatRanges(numbers: Iterable<number>): string {
  const ranges: string[] = [];
  let first: number | undefined;
  let last = -1;
  const close = (): void => {
    if (first !== undefined) ranges.push(first === last ? `${first}` : `${first}-${last}`);
  };
  for (const number of numbers) {
    if (first === undefined || number !== last + 1) {
      close();
      first = number;
    }
    last = number;
  }
  close();
  return ranges.join(',');
}

/** The numbers again. Throws RangeError for what `formatRanges` does not write. */
export function* parseRanges(text: string): Generator<number> {
  if (text === '') return;
  for (const range of text.split(',')) {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    if (first === undefined) throw new RangeError(`no range of numbers: ${range}`);
    for (let number = Number(first); number <= Number(last); number++) yield number;
  }
}
