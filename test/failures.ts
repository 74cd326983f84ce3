/** A test or a hook that failed. */
export interface Failure {
  /** File that it stands in, relative to the checkout, or the package of a Go test. */
  readonly file: string;
  /** Titles of its suites and its own, or the name of the hook. */
  readonly title: string;
  /** What its error or its output says, with as many lines as it has. */
  readonly message: string;
}

/** Lines of a message that are shown: a difference of long texts has hundreds. */
const SHOWN_LINES = 30;
/** Characters of a line that are shown: a plan can be a line of its own. */
const SHOWN_CHARACTERS = 400;

/** The start of a failure's message, indented. */
export function shownMessage(message: string): string {
  const lines = message.trimEnd().split('\n');
  const left = lines.length - SHOWN_LINES;
  return [...lines.slice(0, SHOWN_LINES), ...(left > 0 ? [`… and ${left} more lines`] : [])]
    .map((line) => `      ${line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line}\n`)
    .join('');
}

/**
 * The failures of a run, for its end: a log of a long run is often read, or kept, from its end alone. Empty if nothing failed.
 */
export function failureList(failures: readonly Failure[]): string {
  if (failures.length === 0) return '';
  const texts = failures.map(({ file, title, message }) => `\n  ${title}\n    ${file}\n${shownMessage(message)}`);
  return `── failed\n${texts.join('')}\n`;
}
