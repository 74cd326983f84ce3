/** A text as one word of a POSIX shell, with all its characters taken as they are. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
