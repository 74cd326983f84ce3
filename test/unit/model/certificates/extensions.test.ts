import { strict as assert } from 'node:assert';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathLength } from '../../../../model/certificates/extensions';

function lengthOf(file: string): number | undefined {
  return pathLength(new X509Certificate(readFileSync(join(__dirname, '../..', file))));
}

describe('path length of an authority', () => {
  it('is read from its certificate', () => {
    assert.equal(lengthOf('model/fixtures/outside.pem'), 0);
    assert.equal(lengthOf('cli/fixtures/root.pem'), 1);
  });

  it('is undefined where there is none, and where there are no basic constraints', () => {
    assert.equal(lengthOf('model/fixtures/unlimited.pem'), undefined);
    assert.equal(lengthOf('model/fixtures/no-authority.pem'), undefined);
  });
});
