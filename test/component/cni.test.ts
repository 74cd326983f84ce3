import { strict as assert } from 'node:assert';
import { primaryRemote } from '../unit/model/specimen';
import { deployMocked } from './deployment';
import { isSecret } from './recording';

/** S3 with the CNI agent in both clusters. */
function withCni() {
  const raw = primaryRemote();
  for (const name of ['east', 'west']) raw.clusters[name] = { ...raw.clusters[name], cni: true };
  return raw;
}

describe('the CNI agent', () => {
  it('is a chart of each cluster, in kube-system', async () => {
    const { registrations } = await deployMocked(withCni());
    for (const cluster of ['east', 'west']) {
      const { inputs } = registrations.find(({ name }) => name === `${cluster}-cni`) ?? assert.fail(cluster);
      assert.deepEqual(
        [inputs['chart'], inputs['version'], inputs['name'], inputs['namespace']],
        ['cni', '1.31.1', 'istio-cni', 'kube-system'],
      );
    }
  });

  it('pulls its image with a Secret in its own namespace', async () => {
    const raw = {
      ...withCni(),
      registryCredentials: { 'registry.example': { username: 'mesh', password: 'VERYSECRET' } },
    };
    const { registrations } = await deployMocked(raw);
    const secrets = registrations.filter(({ name }) => name.endsWith('-registry-in-kube-system'));
    assert.deepEqual(
      secrets.map(({ inputs, name }) => [name, inputs['metadata'], isSecret(inputs['stringData'])]),
      ['east', 'west'].map((cluster) => [
        `${cluster}-registry-in-kube-system`,
        { name: 'meshwork-registry', namespace: 'kube-system' },
        true,
      ]),
    );
  });

  it('is nowhere without being asked for', async () => {
    const { registrations } = await deployMocked(primaryRemote());
    assert.ok(registrations.every(({ name }) => !name.endsWith('-cni')));
  });
});
