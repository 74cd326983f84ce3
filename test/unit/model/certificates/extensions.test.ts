import { strict as assert } from 'node:assert';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAuthority, isForTls, maySignCertificates, pathLength } from '../../../../model/certificates/extensions';
import { forbidding } from '../../../../model/certificates/name-constraints';

function certificate(file: string): X509Certificate {
  return new X509Certificate(readFileSync(join(__dirname, '../..', file)));
}

function lengthOf(file: string): number | undefined {
  return pathLength(certificate(file));
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

describe('uses and name constraints of a certificate', () => {
  it('are read from it, and hold for names of their kind alone', () => {
    const constrained = certificate('model/fixtures/outside.pem');
    assert.deepEqual(
      [isAuthority, maySignCertificates, isForTls].map((is) => is(constrained)),
      [true, true, true],
    );
    assert.equal(forbidding(constrained, 'URI', 'VMS.example'), undefined);
    assert.equal(forbidding(constrained, 'URI', 'own.vms.example'), 'permitted URI: vms.example');
    assert.equal(forbidding(constrained, 'DNS', 'istiod.istio-system.svc'), undefined);
  });

  it('forbid nothing where there are none', () => {
    assert.equal(forbidding(certificate('model/fixtures/unlimited.pem'), 'URI', 'any.example'), undefined);
    assert.equal(isAuthority(certificate('model/fixtures/no-authority.pem')), false);
  });
});
