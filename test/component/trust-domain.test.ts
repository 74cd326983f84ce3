import { strict as assert } from 'node:assert';
import { parse } from 'yaml';
import { federated, primaryRemote } from '../unit/model/specimen';
import { deployMocked, type MockDeployment } from './deployment';
import { revealed } from './recording';

/** S3 with a mesh of another trust domain. */
function withMesh(mesh: Record<string, unknown>): Promise<MockDeployment> {
  const raw = primaryRemote();
  raw.meshes['blue'] = mesh;
  return deployMocked(raw);
}

/** The certificates of authorities, with everything that they are made of. */
function authoritiesOf({ registrations }: MockDeployment): unknown {
  return registrations
    .filter(({ type }) => /^(tls|random):/.test(type))
    .map(({ inputs, name }) => [name, revealed(inputs)]);
}

/** The roots that proxies trust, each with its trust domains. */
function bundleOf({ registrations }: MockDeployment, cluster: string): { pem: string; trustDomains: string[] }[] {
  const { inputs } = registrations.find(({ name }) => name === `${cluster}-trust-bundle-config`) ?? assert.fail();
  const { mesh } = inputs['data'] as { mesh: string };
  return (parse(mesh) as { caCertificates: { pem: string; trustDomains: string[] }[] }).caCertificates;
}

describe('the trust domain of a mesh', () => {
  it('is in no certificate of an authority: another one makes none anew', async () => {
    const [one, other] = [await withMesh({}), await withMesh({ trustDomain: 'prod.example' })];
    assert.deepEqual(authoritiesOf(one), authoritiesOf(other));
    assert.ok(!JSON.stringify(authoritiesOf(one)).includes('cluster.local'));
  });

  it('stays in the subjects of authorities that were made with it, so that they are not made anew', async () => {
    const { ignored } = await withMesh({});
    // The engine is asked for them in any order.
    assert.deepEqual(Object.fromEntries([...ignored].filter(([name]) => name.includes('-ca-'))), {
      'blue.root-ca-certificate': ['subject.organization'],
      'east-intermediate-ca-request': ['subject.organization'],
    });
  });

  it('has aliases, which proxies trust the same roots for', async () => {
    const deployment = await withMesh({ trustDomain: 'new.example', trustDomainAliases: ['old.example'] });
    assert.deepEqual(
      bundleOf(deployment, 'east').map(({ trustDomains }) => trustDomains),
      [['new.example', 'old.example']],
    );
  });

  it('has aliases in the meshes that trust the mesh as well', async () => {
    const raw = federated();
    raw.meshes['blue'] = { trustDomain: 'blue.example', trustDomainAliases: ['old.example'] };
    assert.deepEqual(
      bundleOf(await deployMocked(raw), 'west').map(({ trustDomains }) => trustDomains),
      [['blue.example', 'old.example'], ['green.example']],
    );
  });
});
