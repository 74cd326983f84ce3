import assert from 'node:assert/strict';
import { formatDuration, StreamProgress } from '../../../lab/progress';

class Recorder {
  text = '';
  constructor(
    readonly isTTY: boolean,
    readonly columns = 30,
  ) {}
  write(text: string): void {
    this.text += text;
  }
}

describe('progress', () => {
  it('prints a line at the start and one at the end of a step where there is no terminal', async () => {
    const stream = new Recorder(false);
    let time = 0;
    const progress = new StreamProgress(stream, () => time);
    const result = await progress.step('Build', (detail) => {
      detail('7 packages');
      time = 61_000;
      return Promise.resolve(7);
    });
    assert.equal(result, 7);
    assert.equal(stream.text, '…  Build\n✓  Build (7 packages)  1 min 1 s\n');
  });

  it('marks a step that failed and passes its error on', async () => {
    const stream = new Recorder(false);
    const progress = new StreamProgress(stream, () => 0);
    await assert.rejects(
      progress.step('Build', () => Promise.reject(new Error('no'))),
      /^Error: no$/,
    );
    assert.match(stream.text, /✗ {2}Build/);
  });

  it('redraws running steps on a terminal, never wider than it is', async () => {
    const stream = new Recorder(true, 20);
    const progress = new StreamProgress(stream, () => 0);
    await progress.step('A title that is longer than the terminal', () => {
      progress.note('between');
      return Promise.resolve();
    });
    const live = stream.text.split('\n').filter((line) => line.startsWith('…'));
    assert.ok(live.length > 0 && live.every((line) => line.length <= 19));
    assert.ok(stream.text.includes('\x1b[1A\x1b[Jbetween\n'), 'the live line is taken back before a note');
    assert.ok(!stream.text.slice(stream.text.indexOf('✓')).includes('…'), 'no live line stays behind');
  });

  it('formats durations for people', () => {
    assert.deepEqual([400, 9_960, 59_600, 571_000].map(formatDuration), ['0.4 s', '10 s', '1 min 0 s', '9 min 31 s']);
  });
});
