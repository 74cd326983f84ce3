import { strict as assert } from 'node:assert';
import { byFile, type Duration, durationTable } from '../../durations';

const DURATIONS: readonly Duration[] = [
  { file: 'a.test.ts', title: '"before all" hook for "a"', kind: 'hook', seconds: 12.5, failed: false },
  { file: 'b.test.ts', title: 'b flows', kind: 'test', seconds: 20, failed: true },
  { file: 'a.test.ts', title: 'a flows', kind: 'test', seconds: 0.5, failed: false },
  { file: 'c.test.ts', title: 'c flows', kind: 'test', seconds: 0.9, failed: false },
];

describe('durations of tests', () => {
  it('are added up by file, hooks included, the longest first', () => {
    assert.deepEqual(byFile(DURATIONS), [
      { file: 'b.test.ts', seconds: 20, tests: 1, failed: 1 },
      { file: 'a.test.ts', seconds: 13, tests: 1, failed: 0 },
      { file: 'c.test.ts', seconds: 0.9, tests: 1, failed: 0 },
    ]);
  });

  it('are shown for files, tests and hooks that took a second or more', () => {
    assert.equal(
      durationTable(DURATIONS),
      [
        '    20.0 s  b.test.ts\n',
        '    20.0 s    b flows\n',
        '    13.0 s  a.test.ts\n',
        '    12.5 s    "before all" hook for "a"\n',
      ].join(''),
    );
  });
});
