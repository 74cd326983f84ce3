import { strict as assert } from 'node:assert';
import { lastComplaint } from '../../../../cli/workloads/container-complaint';

const AGAIN = '2026-11-29T16:13:16.709036Z\twarn\tca\tca request failed, starting attempt 4 in 833ms';
const CAUSE =
  '2026-11-29T16:13:17.545120Z\terror\tcitadelclient\tfailed to sign CSR: rpc error: code = Unavailable desc = connection error: lookup istiod.istio-system.svc: i/o timeout';
const INFO = '2026-11-29T16:13:18.000000Z\tinfo\tads\tall is well';

describe('verify: complaints of containers that are not ready', () => {
  it('are the last one with a cause, where the proxy only says later that it tries again', () => {
    assert.equal(lastComplaint([CAUSE, AGAIN, INFO].join('\n')), CAUSE.replaceAll('\t', ' '));
  });

  it('are the last one where none has a cause', () => {
    assert.equal(lastComplaint([AGAIN, INFO, ''].join('\n')), AGAIN.replaceAll('\t', ' '));
  });

  it('are none where the container does not complain', () => {
    assert.equal(lastComplaint(`${INFO}\n`), undefined);
  });
});
