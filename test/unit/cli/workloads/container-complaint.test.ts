import { strict as assert } from 'node:assert';
import { lastComplaint, missingRoutes } from '../../../../cli/workloads/container-complaint';

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

describe('verify: a pod without routes into its proxy', () => {
  const pod = (state: object, ready = false) => ({
    metadata: { name: 'client-1' },
    spec: { nodeName: 'east-2' },
    status: {
      initContainerStatuses: [{ name: 'istio-validation', ready, ...state }],
    },
  });
  const exited = (exitCode: number) => ({ terminated: { exitCode } });

  it("points to the CNI agent of the pod's node, also while the container waits to start again", () => {
    const told = missingRoutes(pod({ state: exited(126) }));
    assert.match(told ?? '', /^pod client-1 has no routes into its proxy: Istio's CNI agent on node east-2 /);
    const waiting = { state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: exited(126) };
    assert.equal(missingRoutes(pod(waiting)), told);
  });

  it('is none whose validation runs, has passed, or is not there', () => {
    assert.equal(missingRoutes(pod({ state: { running: {} } })), undefined);
    assert.equal(missingRoutes(pod({ state: exited(0) }, true)), undefined);
    assert.equal(missingRoutes({ metadata: { name: 'other' } }), undefined);
  });
});
