import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificatesIn, withFurtherCertificates } from '../../../../model/certificates/pem';

const [AUTHORITY, SHOP] = ['authority.pem', 'shop.pem'].map((file) => readFileSync(join(__dirname, file), 'utf8')) as [
  string,
  string,
];

describe('certificates in PEM', () => {
  it('with further ones behind them hold each once, and stay as they are if there is nothing new', () => {
    const both = withFurtherCertificates(AUTHORITY, `${SHOP}${AUTHORITY}`);
    assert.equal(certificatesIn(both)?.length, 2);
    assert.ok(both.startsWith(AUTHORITY.trimEnd()));
    assert.equal(withFurtherCertificates(both, `${SHOP}\n${AUTHORITY}`), both);
  });
});
