import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type ClusterPlan, eastWestGatewayOf } from '../../../../model/plan/cluster-plan';
import { plan } from '../../../../model/plan/plan';
import { mergeValues, type Values } from '../../../../model/plan/values';
import { topologyOf } from '../specimen';
import { ADDED, type Addition, additions } from './additions';
import { onlyIstiod } from './only-istiod';

const RUNS = { numRuns: 1000 };

describe('a cluster more', () => {
  it('changes as little as possible in the others', () => {
    fc.assert(
      fc.property(additions, (addition) => {
        const after = plan(topologyOf(addition.after)).clusters;
        for (const before of plan(topologyOf(addition.before)).clusters) {
          const found = after.find(({ name }) => name === before.name);
          assert.ok(found);
          assert.deepEqual(found, expectedAfter(before, found, addition));
        }
        assert.equal(after.length, plan(topologyOf(addition.before)).clusters.length + (addition.added.mesh ? 1 : 0));
      }),
      RUNS,
    );
  });

  it('changes nothing outside the plans of clusters but its own mesh and name', () => {
    fc.assert(
      fc.property(additions, (addition) => {
        const before = plan(topologyOf(addition.before));
        const after = plan(topologyOf(addition.after));
        const known = new Set(before.meshes.map(({ name }) => name));
        const withoutAddition = {
          ...after,
          clusters: before.clusters,
          meshes: after.meshes.filter(({ name }) => known.has(name) || name !== addition.added.mesh),
          standalone: after.standalone.filter(({ name }) => name !== ADDED),
          // In a mesh with stubs, the new cluster gets one of each service.
          services: after.services.map((service) => ({
            ...service,
            stubs: service.stubs.filter((name) => name !== ADDED),
          })),
        };
        assert.deepEqual(withoutAddition, before);
      }),
      RUNS,
    );
  });
});

/**
 * The expected plan of a cluster once another cluster has come. In another mesh or in none, everything stays. In its own mesh:
 * a primary gets the remote secret of the new cluster; a new primary that is the first to watch it brings it a reader token; a second network
 * brings every cluster a gateway, and has every primary open it for every service, exported or not; a primary's first remote opens its istiod;
 * a network with a static address that comes with it is told to every istiod.
 */
function expectedAfter(before: ClusterPlan, after: ClusterPlan, addition: Addition): ClusterPlan {
  const { before: raw, added } = addition;
  if (added.mesh !== before.mesh) return before;
  const members = Object.values(raw.clusters).filter(({ mesh }) => mesh === before.mesh);
  const isPrimary = before.role === 'primary';
  const spans = new Set([...members, added].map(({ network }) => network)).size > 1;
  const istiod = onlyIstiod(before);
  const firstRemote = added.primary === before.name && istiod.role === 'primary' && !istiod.exposed;
  const watched = added.role === 'primary' || before.readerTokenGeneration !== undefined;
  const secretName = `istio-remote-secret-${added.clusterId ?? ADDED}`;
  const remoteSecrets = [...before.remoteSecrets, { watched: ADDED, secretName }];
  return {
    ...before,
    remoteSecrets: isPrimary
      ? remoteSecrets.sort((one, other) => (one.watched < other.watched ? -1 : 1))
      : before.remoteSecrets,
    readerTokenGeneration: watched ? (raw.clusters[before.name]?.readerToken?.generation ?? 1) : undefined,
    controlPlanes: [
      {
        ...istiod,
        ...(istiod.role === 'primary' ? { exposed: istiod.exposed || firstRemote } : {}),
        values: mergeValues(
          istiod.values,
          firstRemote ? openedValues(before, addition) : {},
          isPrimary ? startedWith(after, mergeValues(istiod.values, staticAddress(addition))) : {},
          isPrimary ? staticAddress(addition) : {},
        ),
      },
    ],
    // A gateway that comes is checked elsewhere (any-configuration, agreement); one that is there keeps its values.
    gateways: eastWestGatewayOf(before) === undefined && (spans || firstRemote) ? after.gateways : before.gateways,
    exposes: spans && isPrimary ? ['*.local'] : before.exposes,
  };
}

/** An istiod that starts anew for other MeshNetworks, because nodes announce a gateway, has them in an annotation, sorted. Where one does is checked elsewhere. */
function startedWith(after: ClusterPlan, values: Values): Values {
  const name = 'meshwork/mesh-networks';
  const { podAnnotations = {} } = onlyIstiod(after).values as { podAnnotations?: Values };
  if (!(name in podAnnotations)) return {};
  const { global } = values as { global: { meshNetworks: Values } };
  const networks = Object.entries(global.meshNetworks).sort(([one], [other]) => (one < other ? -1 : 1));
  return { podAnnotations: { [name]: JSON.stringify(Object.fromEntries(networks)) } };
}

/** The changes of an istiod when its first remote comes. A gateway that yields a host name brings the name into its certificate. */
function openedValues({ network }: ClusterPlan, { before }: Addition): Values {
  const hostname = before.networks[network]?.gateway?.hostname;
  return { global: { externalIstiod: true }, env: hostname === undefined ? {} : { ISTIOD_CUSTOM_HOST: hostname } };
}

/** The MeshNetworks entry for the network of the cluster that came; the same as before if the network was there. */
function staticAddress({ added: { network }, after }: Addition): Values {
  const fixed = after.networks[network]?.gateway?.static;
  if (fixed === undefined) return {};
  const gateways = [{ address: fixed.address, port: fixed.ports.tls }];
  return { global: { meshNetworks: { [network]: { gateways } } } };
}
