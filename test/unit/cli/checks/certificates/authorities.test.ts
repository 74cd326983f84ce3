import { strict as assert } from 'node:assert';
import { authoritiesCheck, judgeAuthorities } from '../../../../../cli/checks/certificates/authorities';
import { mesh } from '../../subjects';

/** The status and the problem of the root and of the only intermediate at some time. */
function at(now: string, subject = mesh()) {
  return judgeAuthorities(subject, new Date(now)).map((result) => [
    result.cluster,
    authoritiesCheck.judge(result),
    authoritiesCheck.problems(result).join(),
  ]);
}

describe('verify: roots and intermediates', () => {
  it('pass while none is due; a remote has no intermediate', () => {
    assert.deepEqual(at('2026-01-01T00:00:00Z'), [
      [null, 'pass', ''],
      ['east', 'pass', ''],
    ]);
  });

  it('warn for an intermediate from its first day of renewal to its end', () => {
    const statusOf = (now: string) => at(now)[1]?.[1];
    assert.equal(statusOf('2026-11-01T23:00:00Z'), 'pass');
    assert.equal(statusOf('2026-11-02T01:00:00Z'), 'warn');
    assert.equal(statusOf('2026-12-31T23:00:00Z'), 'warn');
    assert.equal(statusOf('2027-01-01T00:00:00Z'), 'fail');
    assert.match(String(at('2026-12-01T00:00:00Z')[1]?.[2]), /the next `pulumi up` renews it, 60 days before its end/);
  });

  it('warn for a root that a new intermediate would outlive', () => {
    const [root] = at('2033-02-01T00:00:00Z');
    assert.equal(root?.[1], 'warn');
    assert.match(String(root[2]), /lasts 730 days: `pulumi up` will refuse/);
    assert.deepEqual(at('2035-01-02T00:00:00Z')[0], [null, 'fail', 'it has ended']);
  });

  it('warn for one that is given with the key that another one belongs under, and look at its root no earlier', () => {
    const { intermediates } = mesh();
    const given = mesh({ intermediates: { ...intermediates, given: { east: 'a chain' } } });
    assert.deepEqual(at('2026-12-01T00:00:00Z', given), [
      [null, 'pass', ''],
      ['east', 'warn', 'it is due: give another one as meshwork:meshes.blue.intermediates.given.east'],
    ]);
    assert.deepEqual(at('2033-02-01T00:00:00Z', given)[0], [null, 'pass', '']);
    assert.deepEqual(at('2034-12-01T00:00:00Z', given)[0], [
      null,
      'warn',
      'it ends in less than 60 days, and what it signed with it',
    ]);
  });
});
