/** Whoever put a record must not move the cursor of who looks at it. */
export const printable = (text: string): string =>
  text.trimEnd().replaceAll(/\p{Cc}/gu, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(2, '0');
    return character === '\n' ? '\\n' : `\\x${code}`;
  });
