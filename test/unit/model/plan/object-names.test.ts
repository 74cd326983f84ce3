import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { importName } from '../../../../model/names/federation';
import { ingressRouteName } from '../../../../model/names/ingress-gateway';
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

  for (const [what, nameOf] of Object.entries({ endpointsName, importName, ingressRouteName })) {
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
  const ofGateways = ingressGatewaysOf(planned).flatMap(({ cluster, configuredIn, key, release, routes }) => [
    `${cluster} Service istio-system ${release}`,
    ...routes.map((route) => `${configuredIn} VirtualService istio-system ${ingressRouteName(key, route.name)}`),
  ]);
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
