import { strict as assert } from 'node:assert';
import { topologyDiagram } from '../../../spec/diagram';
import { plan } from '../../../spec/plan/plan';
import { federated, primaryRemote, specOf } from './specimen';

describe('topology diagram', () => {
  it('shows networks, clusters, and who signs for, serves, watches and calls whom', () => {
    assert.equal(
      topologyDiagram(plan(specOf(primaryRemote()))),
      [
        'flowchart LR',
        '  root-blue-root(["root CA root of mesh blue, blue.example"])',
        '  subgraph network-net-east ["network net-east"]',
        '    subgraph cluster-east ["cluster east, primary of mesh blue"]',
        '      istiod-east["istiod"]',
        '      gateway-east{{"east-west gateway"}}',
        '    end',
        '  end',
        '  subgraph network-net-west ["network net-west"]',
        '    subgraph cluster-west ["cluster west, remote of mesh blue"]',
        '      istiod-west["Service istiod and injection webhook"]',
        '      gateway-west{{"east-west gateway"}}',
        '    end',
        '  end',
        '  root-blue-root -. "signs its intermediate" .-> istiod-east',
        '  istiod-east -- "watches" --> cluster-west',
        '  cluster-west == "15443" ==> gateway-east',
        '  istiod-west -- "15012, 15017" --> gateway-east',
        '  cluster-east == "15443" ==> gateway-west',
        '',
      ].join('\n'),
    );
  });

  it('says of a cluster in no mesh just that', () => {
    const raw = { networks: { net: {} }, clusters: { lone: { network: 'net', role: 'standalone' } } };
    assert.match(topologyDiagram(plan(specOf(raw))), /cluster-lone\["cluster lone, in no mesh"\]/);
  });

  it('shows which meshes trust each other, until they do not, and by which gateways exports are called', () => {
    const raw = federated();
    const lines = () => topologyDiagram(plan(specOf(raw))).split('\n');
    const trusted = '  root-blue-root <-. "trust each other" .-> root-green-root';
    const exported = '  cluster-west == "orders, 15443" ==> gateway-east';
    assert.ok(lines().includes(trusted) && lines().includes(exported));
    raw.federations['blue-green'] = { ...raw.federations['blue-green'], trust: 'withdrawn' };
    assert.ok(!lines().includes(trusted) && lines().includes(exported));
  });
});
