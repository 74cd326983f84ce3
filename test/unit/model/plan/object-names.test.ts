import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { importName } from '../../../../model/names/federation';
import {
  ingressPassthroughName,
  ingressPortName,
  ingressRouteName,
  ingressSecretName,
} from '../../../../model/names/ingress-gateway';
import { readerTokenName } from '../../../../model/names/remote-secret';
import { endpointsName, exposureName } from '../../../../model/names/service';
import { ingressGatewaysOf, type Plan, plan } from '../../../../model/plan/plan';
import { topologyOf } from '../specimen';
import { configurations } from './configurations';

const RUNS = { numRuns: 1000 };

describe('names of Kubernetes objects', () => {
  it('are given once in each cluster, kind and namespace of any plan', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        const names = objectNames(plan(topologyOf(raw)));
        assert.deepEqual(
          names.filter((name, index) => names.indexOf(name) !== index),
          [],
        );
      }),
      RUNS,
    );
  });

  it('are no names of routes, where they are made of other things', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,3}[a-z0-9])?$/), {
      minLength: 1,
      maxLength: 4,
    });
    const words = fc.constantFrom('tls', 'tcp', 'port', '443');
    const routes = fc.tuple(names, fc.uniqueArray(words)).map((all) => [...new Set(all.flat())].sort());
    fc.assert(
      fc.property(routes, fc.stringMatching(/^[a-z0-9]{1,4}$/), (sorted, other) => {
        const name = ingressRouteName('front', sorted.join('.'));
        assert.notEqual(name, ingressPassthroughName('front', other));
        assert.notEqual(name, ingressPortName('front', other));
      }),
      RUNS,
    );
  });

  for (const [what, nameOf] of Object.entries({
    endpointsName,
    importName,
    ingressRouteName,
    ingressPassthroughName,
    ingressPortName,
    ingressSecretName,
  })) {
    it(`tell every pair of keys from every other: ${what}`, () => {
      // Few letters, so that two pairs often are the same but for where the hyphen stands.
      const key = fc.stringMatching(/^[ab](-[ab]){0,3}$/);
      fc.assert(
        fc.property(key, key, key, key, (one, two, three, four) => {
          assert.equal(nameOf(one, two) === nameOf(three, four), one === three && two === four);
        }),
        RUNS,
      );
    });
  }
});

/** Cluster, kind, namespace and name of each object whose name is made of keys. */
function objectNames(planned: Plan): string[] {
  const { clusters, services } = planned;
  const ofClusters = clusters.flatMap(({ imports, name, readerTokenGeneration, remoteSecrets }) => [
    ...remoteSecrets.map(({ secretName }) => `${name} Secret istio-system ${secretName}`),
    ...(readerTokenGeneration === undefined
      ? []
      : [`${name} Secret istio-system ${readerTokenName(readerTokenGeneration)}`]),
    ...imports.map((imported) => `${name} ServiceEntry istio-system ${imported.name}`),
  ]);
  const gateways = ingressGatewaysOf(planned);
  const ofGateways = gateways.flatMap((gateway) => {
    const { cluster, configuredIn, key, passthrough, ports, release, tlsServers, virtualHosts } = gateway;
    return [
      `${cluster} Service istio-system ${release}`,
      ...tlsServers.map(({ secret }) => `${cluster} Secret istio-system ${secret}`),
      // One istiod has them once for all clusters of a gateway that it serves.
      ...(gateways.find((one) => one.key === key && one.configuredIn === configuredIn) === gateway
        ? [
            ...virtualHosts.map(({ name }) => ingressRouteName(key, name)),
            ...passthrough.map(({ name }) => ingressPassthroughName(key, name)),
            ...ports.map(({ name }) => ingressPortName(key, name)),
          ]
        : []
      ).map((name) => `${configuredIn} VirtualService istio-system ${name}`),
    ];
  });
  const ofServices = services.flatMap((service) => {
    const { crossCluster, name, namespace, stubs } = service;
    return [
      ...stubs.map((cluster) => `${cluster} Service ${namespace} ${name}`),
      ...(crossCluster?.consumers ?? []).flatMap((consumer) => [
        `${consumer} Service ${namespace} ${name}`,
        ...service.clusters.map((open) => `${consumer} EndpointSlice ${namespace} ${endpointsName(name, open)}`),
      ]),
      ...(crossCluster === undefined ? [] : service.clusters).map(
        (cluster) => `${cluster} Service ${namespace} ${exposureName(name)}`,
      ),
    ];
  });
  return [...ofClusters, ...ofGateways, ...ofServices];
}
