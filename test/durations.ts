import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A test or a hook, and how long it took. */
export interface Duration {
  /** File that it stands in, relative to the checkout. */
  readonly file: string;
  /** Titles of its suites and its own, or the name of the hook. */
  readonly title: string;
  readonly kind: 'test' | 'hook';
  readonly seconds: number;
  readonly failed: boolean;
}

/** A file, and the time of its tests and hooks together. */
export interface FileDuration {
  readonly file: string;
  readonly seconds: number;
  readonly tests: number;
  readonly failed: number;
}

/** Where a run of tests leaves its durations, for comparisons. */
export const DURATIONS_FILE = 'test-results/durations.json';

/** Version of that file's shape. */
const SCHEMA_VERSION = 1;
/** The report has no line for anything shorter. */
const SHOWN_SECONDS = 1;

/** Adds up durations by file, the longest first. */
export function byFile(durations: readonly Duration[]): FileDuration[] {
  const files = new Map<string, Duration[]>();
  for (const duration of durations) files.set(duration.file, [...(files.get(duration.file) ?? []), duration]);
  return [...files]
    .map(([file, own]) => ({
      file,
      seconds: own.reduce((sum, { seconds }) => sum + seconds, 0),
      tests: own.filter(({ kind }) => kind === 'test').length,
      failed: own.filter(({ failed }) => failed).length,
    }))
    .sort((one, other) => other.seconds - one.seconds);
}

/** A table of files and, below each, its hooks and tests that took a second or more; empty if nothing did. */
export function durationTable(durations: readonly Duration[]): string {
  return byFile(durations)
    .filter(({ seconds }) => seconds >= SHOWN_SECONDS)
    .flatMap(({ file, seconds }) => [
      line(seconds, file),
      ...durations
        .filter((duration) => duration.file === file && duration.seconds >= SHOWN_SECONDS)
        .map((duration) => line(duration.seconds, `  ${duration.title}`)),
    ])
    .join('');
}

function line(seconds: number, text: string): string {
  return `${seconds.toFixed(1).padStart(8)} s  ${text}\n`;
}

/** Writes the durations of all tiers of a run, by tier and file. */
export function writeDurations(tiers: Readonly<Record<string, readonly Duration[]>>, file = DURATIONS_FILE): void {
  const document = {
    schemaVersion: SCHEMA_VERSION,
    tiers: Object.fromEntries(
      Object.entries(tiers).map(([tier, durations]) => [tier, { files: byFile(durations), durations }]),
    ),
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(document, undefined, 2)}\n`);
}
