import { strict as assert } from 'node:assert';
import { clusterDomainsCheck } from '../../../../../cli/checks/places/cluster-domains';

const judged = (domain: string | null) => {
  const result = { mesh: 'blue', cluster: 'east', domain };
  return [clusterDomainsCheck.judge(result), clusterDomainsCheck.line(result), clusterDomainsCheck.problems(result)];
};

describe('verify: domains of clusters', () => {
  it('pass for the domain of all names that the stack writes', () => {
    assert.deepEqual(judged('cluster.local'), ['pass', 'domain of east: cluster.local', []]);
  });

  it('fail for another one', () => {
    assert.deepEqual(judged('east.example'), [
      'fail',
      'domain of east: east.example',
      ['gateways, imports and proxies ask for names that end in cluster.local, which its DNS does not have'],
    ]);
  });

  it('are skipped where the user may not read the configuration of a kubelet', () => {
    assert.deepEqual(judged(null), ['skip', 'domain of east: not told to this user', []]);
  });
});
