import { strict as assert } from 'node:assert';
import { externalCrdProblems, type FoundCrd, isIstioCrd } from '../../../../model/rules/external-crds';

const PLURALS = {
  extensions: ['wasmplugins'],
  networking: [
    ...['destinationrules', 'envoyfilters', 'gateways', 'proxyconfigs', 'serviceentries', 'sidecars'],
    ...['virtualservices', 'workloadentries', 'workloadgroups'],
  ],
  security: ['authorizationpolicies', 'peerauthentications', 'requestauthentications'],
  telemetry: ['telemetries'],
};

/** The CRDs of a release of Istio. */
function crdsOf(release: string | undefined): FoundCrd[] {
  return Object.entries(PLURALS).flatMap(([group, plurals]) =>
    plurals.map((plural) => ({ name: `${plural}.${group}.istio.io`, release })),
  );
}

/** What is said to be found. */
function foundWith(crds: readonly FoundCrd[]): string[] {
  return externalCrdProblems('east', '1.31.1', crds).map(({ found }) => found);
}

describe('CRDs that are not the stack’s', () => {
  it('will do in the release of the stack, in an older patch and in any later one', () => {
    for (const release of ['1.31.1', '1.31.0', '1.32.0-rc.1', '1.100.0', '2.0.0'])
      assert.deepEqual(foundWith(crdsOf(release)), [], release);
  });

  it('will not do if they are of an older minor release, all or some', () => {
    const [first, ...others] = crdsOf('1.31.1');
    assert.ok(first);
    assert.deepEqual(foundWith([{ ...first, release: '1.30.9' }, ...others]), [
      '1.30.9, in wasmplugins.extensions.istio.io',
    ]);
    assert.equal(foundWith(crdsOf('1.9.0')).length, 1);
    assert.equal(foundWith(crdsOf('unknown')).length, 1);
  });

  it('will not do if any is missing, or does not tell its release', () => {
    assert.deepEqual(foundWith([]), ['a cluster without CRDs of Istio']);
    const all = crdsOf('1.31.1');
    assert.deepEqual(foundWith(all.filter(({ name }) => !name.startsWith('gateways.'))), [
      'a cluster without gateways.networking.istio.io',
    ]);
    const [first, ...others] = all;
    assert.ok(first);
    assert.deepEqual(foundWith([{ ...first, release: undefined }, ...others]), [
      'no label app.kubernetes.io/version, which tells the release, on wasmplugins.extensions.istio.io',
    ]);
  });

  it('are told with the cluster, what is expected, and what to do', () => {
    assert.deepEqual(externalCrdProblems('east', '1.31.1', []), [
      {
        path: 'meshwork:clusters.east',
        found: 'a cluster without CRDs of Istio',
        expected: "Istio's CRDs of release 1.31 or later, because meshwork:istio.crds is external",
        fix: 'Deploy the stack that makes them first (docs/how-to/share-crds.md).',
      },
    ]);
  });

  it('are told from those of others', () => {
    assert.deepEqual(['gateways.networking.istio.io', 'gateways.gateway.networking.k8s.io'].map(isIstioCrd), [
      true,
      false,
    ]);
  });
});
