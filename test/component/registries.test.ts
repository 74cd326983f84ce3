import { strict as assert } from 'node:assert';
import { primaryRemote } from '../unit/model/specimen';
import { deployMocked } from './deployment';
import { isSecret, revealed } from './recording';

const CREDENTIALS = { 'registry.example:5000': { username: 'mesh', password: 'VERYSECRET' } };

describe('registries with a password', () => {
  it('are logged in to by a Secret in each cluster, before anything with an image', async () => {
    const raw = { ...primaryRemote(), registryCredentials: CREDENTIALS };
    const { registrations } = await deployMocked(raw);
    for (const cluster of ['east', 'west']) {
      const { inputs, type } = registrations.find(({ name }) => name === `${cluster}-registry`) ?? assert.fail(cluster);
      assert.equal(type, 'kubernetes:core/v1:Secret');
      assert.deepEqual(inputs['metadata'], { name: 'meshwork-registry', namespace: 'istio-system' });
      assert.equal(inputs['type'], 'kubernetes.io/dockerconfigjson');
      assert.ok(isSecret(inputs['stringData']));
      const { '.dockerconfigjson': text } = revealed(inputs['stringData']) as { '.dockerconfigjson': string };
      assert.deepEqual(JSON.parse(text), {
        auths: {
          'registry.example:5000': { username: 'mesh', password: 'VERYSECRET', auth: 'bWVzaDpWRVJZU0VDUkVU' },
        },
      });
    }
    const open = registrations.filter(({ inputs }) => !isSecret(inputs['stringData']));
    assert.ok(!JSON.stringify(open.map(({ inputs }) => inputs)).includes('VERYSECRET'));
  });

  it('are none without credentials: nothing is made', async () => {
    const { registrations } = await deployMocked(primaryRemote());
    assert.deepEqual(
      registrations.filter(({ name }) => name.endsWith('-registry')),
      [],
    );
  });
});
