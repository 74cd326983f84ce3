import { strict as assert } from 'node:assert';
import { ofPair } from '../../../../../cli/checks/pairs/diagnosis';
import { wayKey } from '../../../../../cli/checks/known-endpoints';
import { serverHost } from '../../../../../cli/workloads/names';
import type { PairResult } from '../../../../../cli/checks/pairs/pairs';
import { identity, mesh, NAMESPACE } from '../../subjects';

const pair: PairResult = {
  mesh: 'blue',
  source: 'west',
  destination: 'east',
  version: 'v1',
  ok: false,
  answers: 0,
  latencyMs: null,
  sourceIdentity: null,
  destinationIdentity: null,
  route: null,
  problems: ['no server answered'],
};
const run = { mesh: mesh(), places: [], clusters: [] };
const way = wayKey('west', serverHost(NAMESPACE));

describe('verify: diagnosis of a pair', () => {
  it('shows endpoints, accepted identities and what the istiod behind the caller knows', () => {
    const { failure, findings } = ofPair(pair, {
      run,
      endpoints: new Map([[way, [{ address: '10.1.0.200', port: 15443, requests: 0, connectFailures: 9 }]]]),
      accepted: new Map([[way, [identity('server-v1', 'cluster.local')]]]),
      controlPlanes: [
        {
          mesh: 'blue',
          cluster: 'east',
          revision: 'default',
          pod: 'istiod-1',
          ok: false,
          clusters: [{ id: 'west', status: 'timeout' }],
          problems: [],
        },
      ],
      gatewayAddresses: [
        {
          ...{ mesh: 'blue', cluster: 'east', revision: 'default', pod: 'istiod-1', network: 'net-west', ok: false },
          ...{ addresses: [], problems: [] },
        },
      ],
    });
    assert.equal(failure, 'blue: west → east');
    assert.deepEqual(findings, [
      'no server answered',
      "the client's proxy in west has for server.meshwork-verify.svc.cluster.local: 10.1.0.200:15443 (0 requests, 9 failed connections)",
      "the client's proxy in west accepts a server that is spiffe://cluster.local/ns/meshwork-verify/sa/server-v1",
      'istiod of east (istiod-1) knows clusters west timeout',
      'istiod of east (istiod-1) knows of gateways of net-west: none',
    ]);
  });

  it('says so when the proxy could not be asked', () => {
    const { findings } = ofPair(pair, {
      run,
      endpoints: new Map(),
      accepted: new Map(),
      controlPlanes: [],
      gatewayAddresses: [],
    });
    assert.match(findings.join('\n'), /does not know server\.meshwork-verify\S+, or could not be asked/);
  });
});
