import { describe, expect, it } from 'vitest';
import { Screen } from './screen.ts';

/** What a terminal of that width, or (0) a file, shows of what was written to it. */
function screenOf(columns: number) {
  const rows = [''];
  let at = 0;
  const write = (text: string): void => {
    const plain = text.replaceAll('\r\u001b[2K', '⌫').replaceAll('\u001b[1A', '↑');
    for (const letter of plain) {
      if (letter === '\n') rows[++at] ??= '';
      else if (letter === '↑') at -= 1;
      else rows[at] = letter === '⌫' ? '' : `${rows[at]}${letter}`;
    }
  };
  const screen = new Screen({ write, isTerminal: columns > 0, columns: () => columns || 80 });
  return { screen, rows: () => rows };
}

describe('Screen', () => {
  it('redraws the status line below the lines that stay', () => {
    const { screen, rows } = screenOf(80);
    screen.line('one');
    screen.status('put 1');
    screen.status('put 2');
    screen.line('two');
    expect(rows()).toEqual(['one', 'two', '  put 2']);
  });

  it('breaks the status line where the terminal is narrow, and takes every row of it away', () => {
    const { screen, rows } = screenOf(12);
    screen.line('one');
    screen.status('put 1   buffer 2   objects 3');
    expect(rows()).toEqual(['one', '  put 1', '  buffer 2', '  objects 3']);
    screen.status('put 2');
    expect(rows()).toEqual(['one', '  put 2', '', '']);
    screen.clear();
    expect(rows()).toEqual(['one', '', '', '']);
  });

  it('prints line after line where nothing can be redrawn', () => {
    const { screen, rows } = screenOf(0);
    screen.status('put 1');
    screen.line('one');
    screen.status('put 2');
    screen.clear();
    expect(rows()).toEqual(['  put 1', 'one', '  put 2', '']);
  });
});
