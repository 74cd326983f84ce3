import { strict as assert } from 'node:assert';
import type { Lab } from '../../../lab/lab';
import { sideBySide } from '../../../lab/side-by-side';
import type { Stack } from '../stack';

/** The manager under which the other tool writes. */
const TUNER = 'mesh-tuner';

/** Another tool changes fields of the stack's objects, and deletes objects, while the system is up. */
export function showsForeignEdits(lab: () => Lab, stack: () => Stack): void {
  it('takes back a field of another manager, and says which and whose', async () => {
    const before = await meshConfig();
    await tune(before);
    assert.match(await meshConfig(), /accessLogFile/);
    assertTold(await repaired());
    assert.equal(await meshConfig(), before);
  });

  it('makes again what another tool deleted', async () => {
    await deletePolicies();
    assert.doesNotMatch(await repaired(), /holds/);
    await assertPolicies();
  });

  it('does both in one run, and leaves fields alone that the config does not set, so that traffic flows as before', async () => {
    const before = await meshConfig();
    await tune(before);
    await deletePolicies();
    // An autoscaler would write this field; the chart says nothing of it.
    await lab().kubectl('west', '-n', 'istio-system', 'scale', 'deployment', 'istio-eastwestgateway', '--replicas=2');
    assertTold(await repaired());
    assert.equal(await meshConfig(), before);
    await assertPolicies();
    const replicas = ['deployment', 'istio-eastwestgateway', '--output=jsonpath={.spec.replicas}'];
    assert.equal(await lab().kubectl('west', '-n', 'istio-system', 'get', ...replicas), '2');
    await lab().kubectl('west', '-n', 'istio-system', 'scale', 'deployment', 'istio-eastwestgateway', '--replicas=1');
    await sideBySide(stack().verified(), stack().unchanged());
  });

  /** Everything that `up` with a refresh says. */
  async function repaired(): Promise<string> {
    const { code, stderr, stdout } = await stack().pulumi('up', '--refresh', '--yes', '--skip-preview');
    assert.equal(code, 0, `${stdout}${stderr}`);
    return `${stdout}${stderr}`;
  }

  function meshConfig(): Promise<string> {
    return lab().kubectl('east', '-n', 'istio-system', 'get', 'configmap', 'istio', '--output=jsonpath={.data.mesh}');
  }

  async function tune(mesh: string): Promise<void> {
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio', namespace: 'istio-system' },
      data: { mesh: `${mesh}\naccessLogFile: /dev/stdout\n` },
    };
    const apply = ['apply', '--server-side', '--force-conflicts', `--field-manager=${TUNER}`, '-f', '-'];
    await lab().run(['kubectl', '--context', 'east', ...apply], { input: JSON.stringify(object) });
  }

  async function deletePolicies(): Promise<void> {
    await lab().kubectl('east', '-n', 'istio-system', 'delete', 'peerauthentication/default');
    await lab().kubectl('east', '-n', 'istio-system', 'delete', 'gateway.networking.istio.io/cross-network-gateway');
  }

  async function assertPolicies(): Promise<void> {
    const policies = ['peerauthentication/default', 'gateway.networking.istio.io/cross-network-gateway'];
    const names = await lab().kubectl('east', '-n', 'istio-system', 'get', '--output=name', ...policies);
    assert.equal(names.trim().split('\n').length, policies.length);
  }
}

function assertTold(said: string): void {
  const told =
    /ConfigMap istio-system\/istio \(.+\): "mesh-tuner" holds data\.mesh since \S+\. This stack's config wins and takes it back\./;
  assert.match(said, told);
}
