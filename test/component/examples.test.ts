import { strict as assert } from 'node:assert';
import { Example } from '../../examples/example';
import { deployMocked } from './deployment';
import { expectedResources } from './expected-resources';

describe('resources of the examples', () => {
  for (const example of Example.all())
    it(`${example.name}: exactly the recorded ones, each with its provider`, async () => {
      const { registrations } = await deployMocked(withoutKubeconfigs(example));
      const registered = registrations.map(({ name, place, provider }) => `${place.types} ${name} ${provider ?? '-'}`);
      assert.deepEqual(registered.sort(), expectedResources(example.name));
    });
});

/** The config of an example whose clusters are reached by kubeconfigs that the mock deployment hands in, and its machines by a key. */
function withoutKubeconfigs(example: Example) {
  const { clusters, ...config } = example.config();
  const entries = Object.entries(clusters).map(([name, cluster]) => [name, { ...cluster, kubeconfig: undefined }]);
  const sshKeys = example.machines().length === 0 ? {} : { default: 'key' };
  return { ...config, sshKeys, clusters: Object.fromEntries(entries) as Record<string, unknown> };
}
