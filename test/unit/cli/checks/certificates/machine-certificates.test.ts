import { strict as assert } from 'node:assert';
import { judgeMachineCertificates } from '../../../../../cli/checks/certificates/machine-certificates';
import { machine, mesh } from '../../subjects';

const subject = mesh({
  machines: [machine('vm-1', { certificateExpiry: '2027-01-31T00:00:00Z', renewBeforeDays: 30 })],
});
const judged = (now: string) =>
  judgeMachineCertificates(subject, new Date(now)).map(({ problems, status }) => [status, ...problems]);

describe('verify: certificates of machines', () => {
  it('pass until they are due', () => {
    assert.deepEqual(judged('2026-12-31T00:00:00Z'), [['pass']]);
  });

  it('warn within the time of their renewal', () => {
    const problem = 'it is due: the next `pulumi up` renews it, 30 days before its end';
    assert.deepEqual(judged('2027-01-02T00:00:00Z'), [['warn', problem]]);
  });

  it('are two where the machine has an authority of its own', () => {
    const own = machine('vm-1', { ownCertificateExpiry: '2026-12-01T00:00:00Z' });
    const now = new Date('2026-12-03T00:00:00Z');
    assert.deepEqual(
      judgeMachineCertificates(mesh({ machines: [own] }), now).map(({ proves, status }) => [proves, status]),
      [
        ['istiod', 'warn'],
        ['calls', 'fail'],
      ],
    );
  });

  it('are not asked for where machines have tokens', () => {
    const withToken = mesh({ machines: [machine('vm-1', { certificateExpiry: null })] });
    assert.deepEqual(judgeMachineCertificates(withToken, new Date()), []);
  });

  it('fail once they have ended', () => {
    assert.deepEqual(judged('2027-01-31T00:00:00Z'), [['fail', 'it has ended']]);
  });
});
