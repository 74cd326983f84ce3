import { strict as assert } from 'node:assert';
import { ConfigurationError, type Problem } from '../../../model/problems/problem';

/** The problems for which a configuration is refused when it is read; none if it is accepted. */
export function problemsWhen(read: () => unknown): readonly Problem[] {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.problems;
  }
  return [];
}
