import { strict as assert } from 'node:assert';
import { primaryRemote } from '../unit/model/specimen';
import { deployMocked, type MockDeployment } from './deployment';

/** The registrations of primary-remote with a choice of `crds`. */
async function withCrds(crds: string): Promise<MockDeployment> {
  const raw = primaryRemote();
  const found = ['gateways.networking.istio.io'];
  const chosen = { ...raw, istio: { ...raw.istio, crds } };
  return deployMocked(
    chosen,
    {},
    new Map([
      ['east', found],
      ['west', found],
    ]),
  );
}

/** Values of a cluster's base chart, and its provider. */
function baseOf({ registrations }: MockDeployment, cluster: string) {
  const chart = registrations.find(({ name }) => name === `${cluster}-base`);
  assert.ok(chart);
  return { values: chart.inputs['values'], provider: chart.provider };
}

describe('Istio’s CRDs', () => {
  it('that are the stack’s are adopted if they stay, and refused if they go', async () => {
    for (const [crds, adopts] of [
      ['keep', 'true'],
      ['delete', undefined],
    ] as const) {
      const deployment = await withCrds(crds);
      assert.deepEqual(baseOf(deployment, 'east'), {
        values: { base: { validationFailurePolicy: 'Fail' } },
        provider: 'east-provider-for-crds',
      });
      const provider = deployment.registrations.find(({ name }) => name === 'east-provider-for-crds');
      assert.equal(provider?.inputs['upsertExistingObjects'], adopts);
      assert.equal(provider?.inputs['enablePatchForce'], 'true');
    }
  });

  it('that are another’s are left out of the base chart, and nothing is adopted', async () => {
    const deployment = await withCrds('external');
    assert.deepEqual(baseOf(deployment, 'east'), {
      values: { base: { validationFailurePolicy: 'Fail', excludedCRDs: ['gateways.networking.istio.io'] } },
      provider: 'east-provider',
    });
    assert.deepEqual(baseOf(deployment, 'west').values, {
      base: { excludedCRDs: ['gateways.networking.istio.io'] },
      defaultRevision: '',
    });
    assert.ok(!deployment.registrations.some(({ name }) => name.endsWith('-for-crds')));
  });

  it('are all that a stack of CRDs makes', async () => {
    const deployment = await withCrds('only');
    assert.deepEqual(deployment.registrations.map(({ name, place }) => `${place.types} ${name}`).sort(), [
      'meshwork:cluster:IstioCrds east',
      'meshwork:cluster:IstioCrds west',
      'meshwork:cluster:IstioCrds$kubernetes:helm.sh/v4:Chart east-base',
      'meshwork:cluster:IstioCrds$kubernetes:helm.sh/v4:Chart west-base',
      'meshwork:cluster:IstioCrds$pulumi:providers:kubernetes east-provider-for-crds',
      'meshwork:cluster:IstioCrds$pulumi:providers:kubernetes west-provider-for-crds',
    ]);
    assert.deepEqual(baseOf(deployment, 'east').values, {
      base: { validationFailurePolicy: 'Fail' },
      global: { resourceScope: 'cluster' },
      defaultRevision: '',
    });
    assert.deepEqual(deployment.outputs, {
      schemaVersion: 1,
      meshes: {},
      clusters: {},
      services: {},
      ingressGateways: {},
      federations: {},
      workloadGroups: {},
    });
  });
});
