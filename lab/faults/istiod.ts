import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Fault, FaultTarget } from './fault';
import { bringBack, takeAway } from './saved-objects';

const NAMESPACE = 'istio-system';
const INJECTOR = 'istio-sidecar-injector';

/** The binding by which istiod may look after webhooks. Without it, nothing writes the bundle again. */
const ISTIOD_ROLE = 'istiod-clusterrole-istio-system';

/** Certificate and key of the authority of a cluster's istiod, as in its Secret `cacerts`. */
type Authority = Readonly<Record<string, string>>;

async function replaceAuthority({ kubectl }: FaultTarget, data: Authority): Promise<void> {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cacerts', namespace: NAMESPACE }, data };
  // It holds a private key, which must not be an argument. The provider takes back the fields of kubectl when it repairs an object.
  await kubectl(
    ['apply', '--server-side', '--force-conflicts', '--field-manager=kubectl', '--filename=-'],
    JSON.stringify(secret),
  );
  await kubectl(['--namespace', NAMESPACE, 'rollout', 'restart', 'deployment/istiod']);
  await kubectl(['--namespace', NAMESPACE, 'rollout', 'status', 'deployment/istiod', '--timeout=180s']);
}

/** Faults of an istiod. */
export const ISTIOD_FAULTS: readonly Fault[] = [
  {
    name: 'injector-without-ca',
    title: 'the injector of this cluster: its webhook has no CA bundle, and istiod may not write it again',
    async break(target) {
      await takeAway(target, 'clusterrolebinding', ISTIOD_ROLE);
      const { webhooks } = JSON.parse(
        await target.kubectl(['get', 'mutatingwebhookconfiguration', INJECTOR, '--output=json']),
      ) as { webhooks: { clientConfig: { caBundle?: string } }[] };
      await target.save(
        'bundles',
        webhooks.map(({ clientConfig }) => clientConfig.caBundle ?? ''),
      );
      await writeBundles(
        target,
        webhooks.map(() => undefined),
      );
    },
    async mend(target) {
      await bringBack(target, 'clusterrolebinding', ISTIOD_ROLE);
      const bundles = await target.saved<readonly string[]>('bundles');
      if (bundles !== undefined) await writeBundles(target, bundles);
    },
  },
  {
    name: 'wrong-root',
    title: 'the authority of this cluster: its istiod signs by a root that no other cluster knows',
    async break(target) {
      const { data } = JSON.parse(
        await target.kubectl(['--namespace', NAMESPACE, 'get', 'secret/cacerts', '--output=json']),
      ) as { data: Authority };
      if ((await target.saved<Authority>('cacerts')) === undefined) await target.save('cacerts', data);
      const directory = await mkdtemp(path.join(tmpdir(), 'meshwork-fault-'));
      try {
        await target.inside([
          target.certificates,
          `--directory=${directory}`,
          '--node=stranger',
          '--node-address=10.0.0.9',
          '--service-address=10.0.0.9',
        ]);
        const read = async (file: string) => (await readFile(path.join(directory, file))).toString('base64');
        const [certificate, key] = await Promise.all([read('ca.crt'), read('ca.key')]);
        await replaceAuthority(target, {
          'ca-cert.pem': certificate,
          'ca-key.pem': key,
          'cert-chain.pem': certificate,
          'root-cert.pem': certificate,
        });
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
    async mend(target) {
      const data = await target.saved<Authority>('cacerts');
      if (data !== undefined) await replaceAuthority(target, data);
    },
  },
];

async function writeBundles({ kubectl }: FaultTarget, bundles: readonly (string | undefined)[]): Promise<void> {
  const patch = bundles.map((bundle, index) => {
    const at = `/webhooks/${index}/clientConfig/caBundle`;
    return bundle === undefined ? { op: 'remove', path: at } : { op: 'add', path: at, value: bundle };
  });
  await kubectl(['patch', 'mutatingwebhookconfiguration', INJECTOR, '--type=json', '--patch', JSON.stringify(patch)]);
}
