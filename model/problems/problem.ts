/** Something in the configuration that cannot be carried out. */
export interface Problem {
  /** Where it is, as a config path: `meshwork:clusters.west.primary`. */
  readonly path: string;
  /** The present value. Never a secret. */
  readonly found: string;
  /** The values that are accepted. */
  readonly expected: string;
  /** Advice on how to mend it. Default: none. */
  readonly fix?: string;
}

/** All problems of one configuration; thrown once, so that a user mends them in one go. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(describeProblems(problems));
    this.name = 'ConfigurationError';
  }
}

/** Writes problems for a person, in the order of their paths. */
export function describeProblems(problems: readonly Problem[]): string {
  const sorted = [...problems].sort((one, other) => one.path.localeCompare(other.path));
  const count = sorted.length === 1 ? 'One problem' : `${sorted.length} problems`;
  const blocks = sorted.map(({ path, found, expected, fix }) =>
    [
      `  ${path}`,
      `    found:    ${found}`,
      `    expected: ${expected}`,
      ...(fix === undefined ? [] : [`    fix:      ${fix}`]),
    ].join('\n'),
  );
  return [`${count} in the configuration. Nothing was changed.`, ...blocks].join('\n\n');
}

/** Joins keys to a config path: `configPath('clusters', 'west')` is `meshwork:clusters.west`. */
export function configPath(...keys: readonly PropertyKey[]): string {
  return `meshwork:${keys.map(String).join('.')}`;
}
