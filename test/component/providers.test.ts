import { strict as assert } from 'node:assert';
import { primaryRemote } from '../unit/model/specimen';
import { deployMocked } from './deployment';

/** The identifier of each provider's cluster, by name of the provider: another identifier replaces everything in the cluster. */
async function identifiersWith(west: Record<string, unknown>): Promise<Record<string, unknown>> {
  const raw = primaryRemote();
  raw.clusters['west'] = west;
  const { registrations } = await deployMocked(raw);
  const providers = registrations.filter(({ type }) => type === 'pulumi:providers:kubernetes');
  return Object.fromEntries(providers.map(({ inputs, name }) => [name, inputs['clusterIdentifier']]));
}

describe('providers of a cluster', () => {
  it('take it for the same with another role and another ID in Istio', async () => {
    const standalone = await identifiersWith({ role: 'standalone', network: 'net-west' });
    assert.equal(standalone['west-provider'], 'west');
    for (const clusterId of [undefined, 'w1', 'w2']) {
      const id = clusterId === undefined ? {} : { clusterId };
      const identifiers = await identifiersWith({ role: 'primary', mesh: 'blue', network: 'net-west', ...id });
      assert.deepEqual(
        ['west-provider', 'west-provider-for-crds'].map((name) => identifiers[name]),
        ['west', 'west'],
      );
    }
  });
});
