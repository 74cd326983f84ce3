import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { run } from '../build/command';
import { readJson, writeJson } from '../state';
import { type ClusterContext, kubeletUser } from './context';

/** Name of the user that people, the engine and the lab itself act as. */
export const ADMIN = 'admin';

/** The users of an API server, with their groups. */
function users({ addresses }: ClusterContext): readonly {
  readonly file: string;
  readonly user: string;
  readonly groups: string;
}[] {
  return [
    { file: ADMIN, user: 'meshwork-lab', groups: 'system:masters' },
    { file: 'kube-controller-manager', user: 'system:kube-controller-manager', groups: '' },
    { file: 'kube-scheduler', user: 'system:kube-scheduler', groups: '' },
    { file: 'kube-proxy', user: 'system:kube-proxy', groups: '' },
    ...addresses.nodes.map((node) => ({
      file: kubeletUser(addresses, node),
      user: `system:node:${node.name}`,
      groups: 'system:nodes',
    })),
    { file: 'load-balancer', user: LOAD_BALANCER_USER, groups: '' },
  ];
}

/** User name of the load balancer controller; its rights are bound to it. */
export const LOAD_BALANCER_USER = 'system:load-balancer';

/** The address and credentials with which a client talks to an API server as the administrator. */
export interface AdminAccess {
  readonly server: string;
  readonly authority: string;
  readonly token: string;
}

/** Makes the cluster's certificates, tokens and kubeconfigs, each readable by its owner only. */
export async function writeCredentials(cluster: ClusterContext): Promise<AdminAccess> {
  const { addresses, artifacts } = cluster;
  await run(path.join(artifacts.binDirectory, 'certificates'), [
    `--directory=${cluster.file('certificates')}`,
    `--node=${cluster.name}`,
    `--node-address=${addresses.nodeAddress}`,
    `--service-address=${addresses.kubernetesService}`,
    ...addresses.nodes.slice(1).map(({ address, name }) => `--further-nodes=${name}=${address}`),
  ]);
  const authority = await readFile(cluster.certificate('ca.crt'), 'utf8');
  const tokens = users(cluster).map(({ file, user, groups }) => ({
    file,
    token: randomBytes(32).toString('base64url'),
    identity: `${user},${file},"${groups}"`,
  }));
  await mkdir(cluster.file('kubeconfigs'), { recursive: true, mode: 0o700 });
  const list = tokens.map(({ token, identity }) => `${token},${identity}\n`).join('');
  await writeFile(cluster.file('tokens.csv'), list, { mode: 0o600 });
  let admin: AdminAccess | undefined;
  for (const { file, token } of tokens) {
    const access = { server: addresses.apiServer, authority, token };
    await writeJson(cluster.kubeconfig(file), kubeconfig([{ name: cluster.name, access }]));
    if (file === ADMIN) {
      admin = access;
      await writeJson(cluster.file('admin.json'), access);
    }
  }
  if (admin === undefined) {
    throw new Error('No administrator among the users.');
  }
  return admin;
}

/** Reads the administrator's access of a cluster that was started before. */
export async function readAdminAccess(cluster: ClusterContext): Promise<AdminAccess> {
  const access = await readJson<AdminAccess>(cluster.file('admin.json'));
  if (access === undefined) {
    throw new Error(`${cluster.file('admin.json')} is missing.`);
  }
  return access;
}

/** A kubeconfig with a context for each cluster, named as the cluster; the first one is current. JSON is YAML too. */
export function kubeconfig(clusters: readonly { readonly name: string; readonly access: AdminAccess }[]): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': clusters[0]?.name ?? '',
    clusters: clusters.map(({ name, access }) => ({
      name,
      cluster: {
        server: access.server,
        'certificate-authority-data': Buffer.from(access.authority).toString('base64'),
      },
    })),
    users: clusters.map(({ name, access }) => ({ name, user: { token: access.token } })),
    contexts: clusters.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
  };
}
