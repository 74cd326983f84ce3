import { strict as assert } from 'node:assert';
import type { Lab } from '../../../lab/lab';
import { watches } from '../examples/system';
import { sideBySide } from '../../../lab/side-by-side';
import type { Stack } from '../stack';

/** A remote becomes a primary, and a remote again, while the system is up. */
export function showsRoleChanges(lab: () => Lab, stack: () => Stack): void {
  it('makes a primary of its remote: the parts of both roles stay', async () => {
    const gateway = await gatewayPod();
    stack().change('meshwork:clusters', ({ east, west }) => {
      const { primary, ...others } = west as { primary: string };
      assert.equal(primary, 'east');
      return { east, west: { ...others, role: 'primary' } };
    });
    assert.deepEqual(await replacements(), []);
    await stack().succeed('up', '--yes', '--skip-preview');
    assert.deepEqual(await watchesOfUnchanged(), ['east: east, west', 'west: east, west']);
    assert.equal(await gatewayPod(), gateway);
  });

  it('makes a remote of it again: the Service of its istiod alone is made anew, and no request goes to the old istiod', async () => {
    const gateway = await gatewayPod();
    stack().change('meshwork:clusters', ({ east, west }) => ({
      east,
      west: { ...(west as object), role: 'remote', primary: 'east' },
    }));
    assert.deepEqual(new Set(await replacements()), new Set(['west-control-plane-default-service']));
    await stack().succeed('up', '--yes', '--skip-preview');
    assert.deepEqual(await watchesOfUnchanged(), ['east: east, west']);
    assert.equal(await gatewayPod(), gateway);
    const behindIstiod = ['endpointslices', '--selector=kubernetes.io/service-name=istiod', '--output=name'];
    const slices = await lab().kubectl('west', '-n', 'istio-system', 'get', ...behindIstiod);
    assert.equal(slices.trim(), 'endpointslice.discovery.k8s.io/istiod');
  });

  /** Names of the resources that a preview would replace. */
  async function replacements(): Promise<string[]> {
    const steps = await stack().preview();
    return steps.filter(({ op }) => op === 'replace').map(({ urn }) => urn.split('::').at(-1) ?? '');
  }

  /** The clusters that each istiod watches, in a system that passes verify and has nothing left to do. */
  async function watchesOfUnchanged(): Promise<string[]> {
    const [report] = await sideBySide(stack().verified(), stack().succeed('preview', '--expect-no-changes'));
    return watches(report);
  }

  /** The pod of the east-west gateway in west: another one would have broken connections. */
  function gatewayPod(): Promise<string> {
    const pod = ['pods', '--selector=app=istio-eastwestgateway', '--output=jsonpath={.items[*].metadata.uid}'];
    return lab().kubectl('west', '-n', 'istio-system', 'get', ...pod);
  }
}
