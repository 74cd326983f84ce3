import { strict as assert } from 'node:assert';
import { failureList, shownMessage } from '../../failures';

describe('failures of tests', () => {
  it('are listed at the end of a run with where they stand and what they say', () => {
    assert.equal(
      failureList([
        { file: 'test/lab/a.test.ts', title: 'a flows', message: 'expected 200\n\n+ 503\n' },
        { file: 'example.test/lab/b', title: 'does not build', message: 'undefined: c' },
      ]),
      [
        '── failed\n',
        '\n  a flows\n    test/lab/a.test.ts\n      expected 200\n      \n      + 503\n',
        '\n  does not build\n    example.test/lab/b\n      undefined: c\n',
        '\n',
      ].join(''),
    );
  });

  it('have no list in a run that passed', () => assert.equal(failureList([]), ''));

  it('are cut where a message is long', () => {
    const shown = shownMessage([...Array.from({ length: 32 }, (_, line) => `line ${line}`)].join('\n')).split('\n');
    assert.equal(shown.length, 32);
    assert.deepEqual(shown.slice(-3), ['      line 29', '      … and 2 more lines', '']);
    assert.equal(shownMessage('x'.repeat(1000)).length, 6 + 400 + 2);
  });
});
