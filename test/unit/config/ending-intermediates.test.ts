import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endingIntermediates } from '../../../config/ending-intermediates';
import { plan } from '../../../model/plan/plan';
import { primaryRemote, topologyOf } from '../model/specimen';

// It ends in 2126.
const EAST = readFileSync(join(__dirname, '../cli/fixtures/east.pem'), 'utf8');

function sentencesAt(date: string): string[] {
  const raw = primaryRemote();
  raw.meshes['blue'] = { intermediates: { given: { east: EAST }, renewBeforeDays: 30 } };
  return endingIntermediates(plan(topologyOf(raw)), new Date(date));
}

describe('intermediates that are given', () => {
  it('are told once their end is nearer than renewBeforeDays', () => {
    assert.deepEqual(sentencesAt('2126-01-01T00:00:00Z'), []);
    const [sentence = '', ...others] = sentencesAt('2126-12-31T00:00:00Z');
    assert.deepEqual(others, []);
    assert.match(
      sentence,
      /^The intermediate of cluster east ends on 2126-\d\d-\d\d\. Give another one as meshwork:meshes\.blue\.intermediates\.given\.east, with its key as meshwork:intermediateKeys\.east\.$/,
    );
  });
});
