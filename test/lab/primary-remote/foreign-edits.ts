import { strict as assert } from 'node:assert';
import type { Lab } from '../../../lab/lab';
import { sideBySide } from '../../../lab/side-by-side';
import type { Stack } from '../stack';

/** The manager under which the other tool writes. */
const TUNER = 'mesh-tuner';

/** Another tool changes fields of the stack's objects, and deletes objects, while the system is up. */
export function showsForeignEdits(lab: () => Lab, stack: () => Stack): void {
  it('takes back fields of another manager, and says which and whose, of a Secret no more than the key', async () => {
    const [before, chain] = [await meshConfig(), await chainOfAuthority()];
    await tune(before);
    // An empty line at its end changes nothing for istiod.
    const longer = Buffer.from(`${Buffer.from(chain, 'base64').toString()}\n`).toString('base64');
    await apply({ kind: 'Secret', metadata: { name: 'cacerts' }, data: { 'cert-chain.pem': longer } });
    assert.match(await meshConfig(), /accessLogFile/);
    const said = await repaired();
    assertTold(said);
    assert.match(said, /Secret istio-system\/cacerts \(.+\): "mesh-tuner" holds data\["cert-chain\.pem"\] since /);
    assert.ok(!said.includes(longer));
    assert.deepEqual([await meshConfig(), await chainOfAuthority()], [before, chain]);
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

  function chainOfAuthority(): Promise<string> {
    const chain = String.raw`--output=jsonpath={.data.cert-chain\.pem}`;
    return lab().kubectl('east', '-n', 'istio-system', 'get', 'secret', 'cacerts', chain);
  }

  async function tune(mesh: string): Promise<void> {
    const data = { mesh: `${mesh}\naccessLogFile: /dev/stdout\n` };
    await apply({ kind: 'ConfigMap', metadata: { name: 'istio' }, data });
  }

  /** Writes fields of an object as the other tool. */
  async function apply(object: { readonly metadata: object; readonly [field: string]: unknown }): Promise<void> {
    const whole = { apiVersion: 'v1', ...object, metadata: { ...object.metadata, namespace: 'istio-system' } };
    const options = ['apply', '--server-side', '--force-conflicts', `--field-manager=${TUNER}`, '-f', '-'];
    await lab().run(['kubectl', '--context', 'east', ...options], { input: JSON.stringify(whole) });
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
