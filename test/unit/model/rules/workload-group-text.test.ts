import { strict as assert } from 'node:assert';
import { group, lines, type Raw, type Refusal, textAfter } from './machine-specimen';

function secondGroup(change: Record<string, unknown>) {
  return (raw: Raw) => {
    raw.workloadGroups['more'] = { ...raw.workloadGroups['legacy'], ...change };
  };
}

function declared(change: Record<string, unknown>) {
  return (raw: Raw) => {
    raw.clusters['west'] = { mesh: 'blue', network: 'net-west', role: 'primary' };
    raw.meshes['blue'] = { dns: 'stubs' };
    raw.services = {
      legacy: {
        namespace: 'vms',
        clusters: ['west'],
        ports: { http: { port: 80 } },
        selector: { app: 'x' },
        ...change,
      },
    };
  };
}

const REFUSED: readonly Refusal[] = [
  [
    'a token of a cluster without an istiod',
    group({ cluster: 'west', identity: 'token' }),
    lines(
      '  meshwork:workloadGroups.legacy.identity',
      '    found:    "token", and cluster west has no istiod of its own',
      '    expected: certificate: istiod would have the API server of the home cluster judge the token, and the service account is in east',
      '    fix:      Use certificates, or make east the cluster of the group.',
    ),
  ],
  [
    'a cluster that is not there',
    group({ cluster: 'eats' }),
    lines(
      '  meshwork:workloadGroups.legacy.cluster',
      '    found:    "eats", which is no cluster of a mesh',
      '    expected: one of east, west',
      '    fix:      Did you mean "east"?',
    ),
  ],
  [
    'an address in the range of a network that the machine is not in',
    (raw) => {
      raw.networks['net-west'] = { ranges: ['10.0.48.0/20'] };
    },
    lines(
      '  meshwork:virtualMachines.vm-1.address',
      '    found:    10.0.50.2, which lies in 10.0.48.0/20 of network net-west',
      '    expected: an address of network vm-net, which the group is in',
      '    fix:      Correct the address, or set meshwork:workloadGroups.legacy.network.',
    ),
  ],
  [
    'a port of the proxy',
    group({ ports: { http: 5000, status: 15021 } }),
    lines(
      '  meshwork:workloadGroups.legacy.ports.status',
      '    found:    15021, which the proxy of a machine uses itself',
      '    expected: a port of the workload: not 15000, 15001, 15004, 15006, 15020, 15021, 15053, 15090',
    ),
  ],
  [
    'a service whose selector the group does not have',
    group({ service: { selector: { app: 'other' }, ports: { http: { port: 80, targetPort: 5000 } } } }),
    lines(
      '  meshwork:workloadGroups.legacy.service.selector',
      '    found:    app: other, which machines of the group do not have',
      '    expected: labels of the group: app: legacy',
    ),
  ],
  [
    'two groups with one Service',
    secondGroup({
      labels: { app: 'legacy' },
      service: { name: 'legacy', ports: { http: { port: 80, targetPort: 5000 } } },
    }),
    lines(
      '  meshwork:workloadGroups.more.service.name',
      '    found:    Service vms/legacy, which group legacy has as well',
      '    expected: a Service of one group',
      '    fix:      For one service of both, give it to legacy alone, with a selector of labels that machines of both have.',
    ),
  ],
  [
    'two groups with one host name',
    (raw) => {
      const service = { host: 'legacy.example.internal', ports: { http: { port: 80, targetPort: 5000 } } };
      group({ service })(raw);
      secondGroup({ namespace: 'others', service })(raw);
    },
    lines(
      '  meshwork:workloadGroups.more.service.host',
      '    found:    "legacy.example.internal", which group legacy has as well',
      '    expected: a host name of one group in a mesh',
    ),
  ],
  [
    'a Service that stands in for a declared one',
    declared({}),
    lines(
      '  meshwork:workloadGroups.legacy.service',
      '    found:    Service vms/legacy, which is made in east for meshwork:services.legacy',
      '    expected: a name that no other Service there has',
    ),
  ],
  [
    'the namespace of Istio',
    group({ namespace: 'istio-system', existing: ['namespace'] }),
    lines(
      '  meshwork:workloadGroups.legacy.namespace',
      '    found:    "istio-system", the namespace of Istio itself',
      '    expected: a namespace of workloads',
    ),
  ],
  [
    'a namespace that every cluster has',
    group({ namespace: 'default' }),
    lines(
      '  meshwork:workloadGroups.legacy.namespace',
      '    found:    "default", which is in every cluster, and the group does not say that it is there',
      '    expected: a namespace that can be made, or `existing: [namespace]`',
    ),
  ],
  [
    'the service account that every namespace has',
    group({ serviceAccount: 'default' }),
    lines(
      '  meshwork:workloadGroups.legacy.serviceAccount',
      '    found:    "default", which is in every namespace, and the group does not say that it is there',
      '    expected: a service account that can be made, or `existing: [serviceAccount]`',
      '    fix:      Give the machines an account of their own: every pod without one is "default".',
    ),
  ],
];

describe('the text about a workload group refuses', () => {
  for (const [title, change, text] of REFUSED)
    it(title, () => {
      assert.equal(textAfter(change), text);
    });
});
