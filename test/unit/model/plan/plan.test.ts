import { strict as assert } from 'node:assert';
import { plan } from '../../../../model/plan/plan';
import { primaryRemote, topologyOf } from '../specimen';
import { eastWestGatewayOf } from '../../../../model/plan/cluster-plan';
import { onlyIstiod } from './only-istiod';

function clusterOf(raw: unknown, name: string) {
  const cluster = plan(topologyOf(raw)).clusters.find((candidate) => candidate.name === name);
  assert.ok(cluster);
  return cluster;
}

describe('plan of primary-remote over two networks', () => {
  it('gives the primary an istiod that serves and watches the remote', () => {
    const east = clusterOf(primaryRemote(), 'east');
    assert.equal(east.servedBy, 'east');
    const istiod = onlyIstiod(east);
    assert.equal(istiod.role === 'primary' && istiod.exposed, true);
    assert.deepEqual(east.remoteSecrets, [{ watched: 'west', secretName: 'istio-remote-secret-west' }]);
    assert.equal(east.readerTokenGeneration, undefined);
    assert.deepEqual(east.namespaceLabels, { 'topology.istio.io/network': 'net-east' });
    assert.deepEqual(east.namespaceAnnotations, {});
    assert.deepEqual(onlyIstiod(east).values, {
      base: { validationFailurePolicy: 'Fail' },
      deploymentAnnotations: {
        'config.kubernetes.io/depends-on': [
          '/namespaces/istio-system/ConfigMap/istio',
          '/namespaces/istio-system/ConfigMap/istio-sidecar-injector',
          '/namespaces/istio-system/ServiceAccount/istiod',
          'rbac.authorization.k8s.io/namespaces/istio-system/RoleBinding/istiod',
        ].join(','),
      },
      env: { ISTIO_MULTIROOT_MESH: 'true', SHARED_MESH_CONFIG: 'meshwork-trust-bundle' },
      global: { meshID: 'blue', network: 'net-east', multiCluster: { clusterName: 'east' }, externalIstiod: true },
      meshConfig: {
        trustDomain: 'blue.example',
        trustDomainAliases: ['blue.example'],
        defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true', PROXY_CONFIG_XDS_AGENT: 'true' } },
      },
    });
    assert.deepEqual(east.baseValues, { base: { validationFailurePolicy: 'Fail' } });
  });

  it('has the remote injected by the primary, and gives it no secrets and no validating webhook', () => {
    const raw = primaryRemote();
    raw.clusters['west'] = { ...raw.clusters['west'], clusterId: 'w1' };
    const west = clusterOf(raw, 'west');
    assert.equal(west.servedBy, 'east');
    assert.deepEqual(west.remoteSecrets, []);
    assert.equal(west.readerTokenGeneration, 1);
    assert.deepEqual(west.namespaceAnnotations, { 'topology.istio.io/controlPlaneClusters': 'east' });
    assert.deepEqual(onlyIstiod(west).values, {
      profile: 'remote',
      configMap: true,
      meshConfig: { trustDomain: 'blue.example', trustDomainAliases: ['blue.example'] },
      global: { meshID: 'blue', network: 'net-west', multiCluster: { clusterName: 'w1' } },
      istiodRemote: { injectionPath: '/inject/cluster/w1/net/net-west' },
    });
    assert.deepEqual(west.baseValues, { defaultRevision: '' });
  });

  it('opens services on the primary alone: config is read there, for both gateways', () => {
    assert.deepEqual(clusterOf(primaryRemote(), 'east').exposes, ['*.local']);
    assert.deepEqual(clusterOf(primaryRemote(), 'west').exposes, []);
  });

  it('asks for an internal load balancer unless config says otherwise', () => {
    const serviceOf = (raw: unknown) =>
      eastWestGatewayOf(clusterOf(raw, 'east'))?.values['service'] as { annotations: Readonly<Record<string, string>> };
    const scheme = 'service.beta.kubernetes.io/aws-load-balancer-scheme';
    assert.equal(serviceOf(primaryRemote()).annotations[scheme], 'internal');
    const raw = primaryRemote();
    raw.networks['net-east'] = {
      gateway: { loadBalancer: { internal: false, annotations: { a: 'b' }, class: 'c', sourceRanges: ['10.0.0.0/8'] } },
    };
    const { annotations, ...settings } = serviceOf(raw);
    assert.equal(annotations[scheme], 'internet-facing');
    assert.equal(annotations['a'], 'b');
    assert.deepEqual(settings, { loadBalancerClass: 'c', loadBalancerSourceRanges: ['10.0.0.0/8'] });
  });

  it('lays user values under its own, the cluster’s over the stack’s', () => {
    const raw = primaryRemote();
    raw.istio['values'] = { istiod: { env: { A: '1', B: '1' }, resources: { limits: { cpu: '1' } } } };
    raw.clusters['east'] = { ...raw.clusters['east'], values: { istiod: { env: { B: '2' } } } };
    const { env, resources } = onlyIstiod(clusterOf(raw, 'east')).values;
    assert.deepEqual(env, {
      A: '1',
      B: '2',
      ISTIO_MULTIROOT_MESH: 'true',
      SHARED_MESH_CONFIG: 'meshwork-trust-bundle',
    });
    assert.deepEqual(resources, { limits: { cpu: '1' } });
  });
});
