import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProxyCertificates } from '../../../cli/answers/envoy';
import { eventually } from '../../../cli/eventually';
import type { Lab } from '../../../lab/lab';
import { oneLine } from '../../../model/certificates/chain';
import { certificatesIn } from '../../../model/certificates/pem';
import { rootKeyOutsidePage } from '../../root-key-outside-page';
import type { NetexecAddress } from '../netexec-pod';
import { certificatesOfPod } from '../pod-proxy';
import { privateLines, secretsIn, stateInClear, withDecoded } from '../secret-search';
import { describeStep, type Stack } from '../stack';
import { RequestLoop } from './request-loop';

const CLUSTERS = ['east', 'west'];
/** The pods of the request loop. */
const [SERVER, CLIENT] = [
  { cluster: 'east', namespace: 'request-loop', pod: 'server' },
  { cluster: 'west', namespace: 'request-loop', pod: 'client' },
] as const;
/** These pods get certificates of another authority when theirs are renewed, which is halfway to their end. */
const CERTIFICATE_LIFETIME = '2m';
/** kubelet brings a changed Secret to a pod within a sync period and a cache period, about two minutes. */
const LONGEST_WAIT = 300_000;
/** What istiod logs once it signs with another intermediate, or has read it again beside other roots. */
const RELOADED = 'Istiod has detected the newly added intermediate CA';

/** Tests of a root from outside whose key no stack sees, in mesh blue of two primaries: it takes over from the root of the stack, while requests flow. */
export function showsRootKeyOutside(lab: () => Lab, stack: () => Stack): void {
  let directory: string;
  let loop: RequestLoop;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'meshwork-root-'));
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  it('trusts a root from outside beside its own', async () => {
    rootKeyOutsidePage.makeRoot(directory);
    for (const cluster of CLUSTERS) rootKeyOutsidePage.makeIntermediate(directory, cluster);
    loop = await RequestLoop.start(lab(), CLIENT.cluster, SERVER.cluster, {
      certificateLifetime: CERTIFICATE_LIFETIME,
    });
    // The root of the stack stays the signer: the first command of the page gives the other one alone.
    await stack().shell(rootKeyOutsidePage.configCommands(directory, 'east')[0] ?? '');
    changeMesh((mesh) => ({ ...mesh, roots: { ...(mesh['roots'] as object), root: {} }, signer: 'root' }));
    await reloads(CLUSTERS, () => up());
  });

  it('has ready-made intermediates take over, and their keys alone in the state', async () => {
    changeMesh((mesh) => ({ ...mesh, signer: 'outside' }));
    for (const cluster of CLUSTERS)
      for (const command of rootKeyOutsidePage.configCommands(directory, cluster).slice(1))
        await stack().shell(command);
    await reloads(CLUSTERS, () => up());
    const linesOf = (key: string) => privateLines(readFileSync(join(directory, key), 'utf8'));
    const inClear = withDecoded(await stateInClear(lab()));
    assert.deepEqual(secretsIn(inClear, linesOf('root.key')), []);
    for (const cluster of CLUSTERS) {
      const lines = linesOf(`${cluster}.key`);
      assert.equal(secretsIn(inClear, lines).length, lines.length);
      assert.deepEqual(secretsIn(withDecoded(await stack().state()), lines), []);
    }
  });

  it('takes up a renewed intermediate by an update of its Secret alone, and has nothing left to do', async () => {
    rootKeyOutsidePage.makeIntermediate(directory, 'east', 2);
    for (const command of rootKeyOutsidePage.configCommands(directory, 'east').slice(1)) await stack().shell(command);
    const steps = (await stack().preview()).filter(({ op }) => op !== 'same');
    assert.deepEqual(
      steps.map((step) => `${step.op} ${describeStep(step)}`),
      ['update kubernetes:core/v1:Secret east-intermediate-ca-cacerts east-provider'],
    );
    await reloads(['east'], () => up());
    const { certificates } = await stack().verified();
    assert.deepEqual(
      new Set(certificates.map(({ intermediate, place }) => `${place}: ${intermediate ?? ''}`)),
      new Set(['east: O=blue, CN=east intermediate CA 2', 'west: O=blue, CN=west intermediate CA 1']),
    );
    await stack().unchanged();
  });

  it('lets its own root go once nothing that it signed is in use, and has lost no request in all of this', async () => {
    await holds(SERVER, ({ chain }) => issuerOf(chain) === 'O=blue, CN=east intermediate CA 2');
    await holds(CLIENT, ({ chain }) => issuerOf(chain) === 'O=blue, CN=west intermediate CA 1');
    changeMesh(({ roots, signer, ...mesh }) => {
      assert.equal(signer, 'outside');
      return { ...mesh, roots: { outside: (roots as { outside: object }).outside } };
    });
    await reloads(CLUSTERS, () => up());
    for (const pod of [SERVER, CLIENT]) await holds(pod, ({ trusted }) => certificatesIn(trusted)?.length === 1);
    await stack().verified();
    const { answers, errors, requests } = await loop.stop();
    assert.deepEqual([errors, answers], [[], requests]);
    await stack().unchanged();
    assert.doesNotMatch(await stack().state(), /root-ca-key/);
  });

  /** Waits until the proxy of a pod has such certificates. */
  async function holds(address: NetexecAddress, wanted: (certificates: ProxyCertificates) => boolean): Promise<void> {
    const found = await eventually(() => certificatesOfPod(lab(), address), wanted, AbortSignal.timeout(LONGEST_WAIT));
    assert.ok(wanted(found), `${address.pod} of ${address.cluster} has ${JSON.stringify(found)}`);
  }

  function changeMesh(edit: (mesh: Record<string, unknown>) => object): void {
    stack().change('meshwork:meshes', ({ blue }) => ({ blue: edit(blue as Record<string, unknown>) }));
  }

  async function up(): Promise<void> {
    await stack().succeed('up', '--yes', '--skip-preview');
  }

  /** Does something, and waits until the istiods of clusters have read their authority again. */
  async function reloads(clusters: readonly string[], action: () => Promise<void>): Promise<void> {
    const count = async (cluster: string) =>
      (await lab().kubectl(cluster, '-n', 'istio-system', 'logs', 'deployment/istiod')).split(RELOADED).length;
    const before = new Map(await Promise.all(clusters.map(async (one) => [one, await count(one)] as const)));
    await action();
    for (const [cluster, known] of before) {
      const now = await eventually(
        () => count(cluster),
        (found) => found > known,
        AbortSignal.timeout(LONGEST_WAIT),
      );
      assert.ok(now > known, `istiod of ${cluster} has not read its authority again`);
    }
  }
}

/** The issuer of the first certificate in PEM. */
function issuerOf(chain: string): string {
  return oneLine(certificatesIn(chain)?.[0]?.issuer);
}
