import { strict as assert } from 'node:assert';
import { Example } from '../../examples/example';
import { deployMocked } from './deployment';
import { withoutKubeconfigs } from './example-config';
import { expectedResources } from './expected-resources';

describe('resources of the examples', () => {
  for (const example of Example.all())
    it(`${example.name}: exactly the recorded ones, each with its provider`, async () => {
      const { registrations } = await deployMocked(withoutKubeconfigs(example));
      const registered = registrations.map(({ name, place, provider }) => `${place.types} ${name} ${provider ?? '-'}`);
      assert.deepEqual(registered.sort(), expectedResources(example.name));
    });
});
