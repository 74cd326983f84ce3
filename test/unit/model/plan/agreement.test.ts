import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type ClusterPlan, eastWestGatewayOf } from '../../../../model/plan/cluster-plan';
import { ingressGatewaysOf, plan } from '../../../../model/plan/plan';
import { valueAt } from '../../../../model/plan/values';
import { topologyOf } from '../specimen';
import { configurations } from './configurations';
import { onlyIstiod } from './only-istiod';

const RUNS = { numRuns: 1000 };

describe('names in any plan', () => {
  it('agree on the ID of a cluster: chart, remote secrets, injection path, annotation', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        const { clusters } = plan(topologyOf(raw));
        for (const cluster of clusters) {
          const id = raw.clusters[cluster.name]?.clusterId ?? cluster.name;
          assert.equal(cluster.clusterId, id);
          assert.equal(valueAt(onlyIstiod(cluster).values, ['global', 'multiCluster', 'clusterName']), id);
          assert.equal(
            injectionPathOf(cluster),
            cluster.role === 'remote' ? `/inject/cluster/${id}/net/${cluster.network}` : undefined,
          );
          for (const { remoteSecrets } of clusters)
            for (const { secretName, watched } of remoteSecrets)
              assert.equal(secretName === `istio-remote-secret-${id}`, watched === cluster.name);
          for (const served of clusters.filter(({ name, servedBy }) => servedBy === cluster.name && name !== servedBy))
            assert.deepEqual(served.namespaceAnnotations, { 'topology.istio.io/controlPlaneClusters': id });
        }
      }),
      RUNS,
    );
  });

  it('agree on the network of a cluster: label, chart, gateway', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        for (const cluster of plan(topologyOf(raw)).clusters) {
          const { name, namespaceLabels, network } = cluster;
          const gateway = eastWestGatewayOf(cluster);
          assert.equal(network, raw.clusters[name]?.network);
          assert.deepEqual(namespaceLabels, { 'topology.istio.io/network': network });
          assert.equal(valueAt(onlyIstiod(cluster).values, ['global', 'network']), network);
          if (gateway !== undefined) assert.equal(gateway.values['networkGateway'], network);
        }
      }),
      RUNS,
    );
  });

  it('agree on the ID and trust domain of a mesh in all of its clusters', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        const { clusters, meshes } = plan(topologyOf(raw));
        for (const { controlPlanes, mesh } of clusters) {
          const { values } = onlyIstiod({ controlPlanes });
          const planned = meshes.find(({ name }) => name === mesh);
          assert.ok(planned);
          assert.equal(planned.meshId, raw.meshes[mesh]?.meshId ?? mesh);
          assert.equal(valueAt(values, ['global', 'meshID']), planned.meshId);
          assert.equal(planned.trustDomain, raw.meshes[mesh]?.trustDomain);
          assert.equal(valueAt(values, ['meshConfig', 'trustDomain']), planned.trustDomain);
        }
      }),
      RUNS,
    );
  });

  it('agree on where services and ingress gateways of a cluster are configured: where the istiod is that serves it', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        const planned = plan(topologyOf(raw));
        const { clusters, services } = planned;
        const servers = new Map(clusters.map(({ name, servedBy }) => [name, servedBy]));
        for (const { cluster, configuredIn, key, release, routes, selector } of ingressGatewaysOf(planned)) {
          const gateway = raw.ingressGateways[key];
          assert.ok([gateway?.cluster, ...(gateway?.clusters ?? [])].includes(cluster));
          assert.equal(configuredIn, servers.get(cluster));
          assert.deepEqual([release, selector], [`istio-ingress-${key}`, { istio: `ingress-${key}` }]);
          assert.deepEqual(
            routes.map(({ destination }) => destination),
            Object.entries(raw.ingressGateways[key]?.routes ?? {})
              .sort(([one], [other]) => (one < other ? -1 : 1))
              .map(([, { service }]) => `${service}.shop.svc.cluster.local`),
          );
        }
        for (const { clusters: running, crossCluster, key } of services) {
          const reach = raw.services[key]?.reach;
          assert.equal(crossCluster === undefined, reach === undefined);
          if (crossCluster === undefined || reach === undefined) continue;
          assert.deepEqual(running, [...(raw.services[key]?.clusters ?? [])].sort());
          assert.deepEqual(crossCluster.consumers, [...reach.from].sort());
          const serving = running.flatMap((name) => servers.get(name) ?? []);
          assert.deepEqual(crossCluster.plaintextIn, reach.acceptPlaintext ? [...new Set(serving)].sort() : []);
        }
      }),
      RUNS,
    );
  });

  it('agree on the istiod that serves a cluster: that of a primary of its mesh that is open to remotes, or its own', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        const { clusters } = plan(topologyOf(raw));
        for (const cluster of clusters) {
          const server = clusters.find(({ name }) => name === cluster.servedBy);
          assert.ok(server);
          assert.equal(server.role, 'primary');
          assert.equal(server.mesh, cluster.mesh);
          assert.equal(cluster.servedBy, raw.clusters[cluster.name]?.primary ?? cluster.name);
          const serves = clusters.some(({ name, servedBy }) => servedBy === cluster.name && name !== cluster.name);
          const istiod = onlyIstiod(cluster);
          assert.equal(istiod.role === 'primary' && istiod.exposed, serves);
          assert.equal(
            valueAt(istiod.values, ['global', 'externalIstiod']),
            cluster.role === 'primary' ? serves : undefined,
          );
        }
      }),
      RUNS,
    );
  });
});

/** The path by which a remote's API server calls the injector: at its own istiod Service, or at the host name of another. */
function injectionPathOf(cluster: ClusterPlan): string | undefined {
  const { values } = onlyIstiod(cluster);
  const url = valueAt(values, ['istiodRemote', 'injectionURL']) as string | undefined;
  return url === undefined
    ? (valueAt(values, ['istiodRemote', 'injectionPath']) as string | undefined)
    : new URL(url).pathname;
}
