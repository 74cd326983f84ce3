import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubeconfigReference } from '../../../../model/reference/kubeconfig';

describe('kubeconfig reference', () => {
  it('matches the table; `npm run reference` writes it anew', () => {
    assert.equal(readFileSync(join('docs', 'reference', 'kubeconfig.md'), 'utf8'), kubeconfigReference());
  });
});
