import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Lab } from '../../../lab/lab';
import { succeed } from './machine-server';

/** A workload group, and a machine of it whose files are compared. */
export interface Compared {
  readonly cluster: string;
  readonly namespace: string;
  readonly group: string;
  readonly machine: string;
  /** The address of the machine. */
  readonly address: string;
}

/** By file and key. */
type Values = Readonly<Record<string, string>>;

/** Why a key differs, by key. Every other key is the same. */
const REASONS: Readonly<Record<string, string>> = {
  'cluster.env PROV_CERT': 'A certificate of the stack proves the identity, not a token (docs/adr/0017).',
  'cluster.env OUTPUT_CERTS': 'The agent writes no certificate of a day over that of the stack.',
  'istio-token': 'The certificate takes its place.',
};

/** The same where a group has an authority of its own. */
const AUTHORITY_REASONS: Readonly<Record<string, string>> = {
  ...REASONS,
  'cluster.env CA_ADDR': 'Without its own certificate the agent must fail, and not ask istiod for another identity.',
};

/** The same where a group has `identity: token`. */
const TOKEN_REASONS: Readonly<Record<string, string>> = {
  'cluster.env PROV_CERT': 'What istio-start.sh takes by default, said aloud.',
  'cluster.env OUTPUT_CERTS': 'What istio-start.sh takes by default, said aloud.',
  'cluster.env XDS_ROOT_CA':
    'Roots of federated meshes, which the agent writes into root-cert.pem, vouch for no istiod.',
  'cluster.env CA_ROOT_CA':
    'Roots of federated meshes, which the agent writes into root-cert.pem, vouch for no istiod.',
};

const REASONS_BY_IDENTITY = { certificate: REASONS, authority: AUTHORITY_REASONS, token: TOKEN_REASONS };

/**
 * Compares the files of a machine with those that `istioctl x workload entry configure` makes for its group, key by key.
 *
 * @param istioctl path of the program.
 * @throws AssertionError for a difference without a reason, and for a reason without a difference.
 */
export async function assertFilesOfIstioctl(
  lab: Lab,
  istioctl: string,
  compared: Compared,
  identity: keyof typeof REASONS_BY_IDENTITY = 'certificate',
): Promise<void> {
  const [ours, theirs] = await Promise.all([ofMachine(lab, compared, identity), ofIstioctl(lab, istioctl, compared)]);
  const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort();
  const reasons = REASONS_BY_IDENTITY[identity];
  const different = keys.filter((key) => ours[key] !== theirs[key]);
  const seen = different.map((key) => `${key}: ${String(ours[key])}, and ${String(theirs[key])} of istioctl`);
  assert.deepEqual(different, Object.keys(reasons).sort(), seen.join('\n'));
}

/** The files as they are on the machine. */
async function ofMachine(lab: Lab, { machine }: Compared, identity: keyof typeof REASONS_BY_IDENTITY): Promise<Values> {
  const read = (path: string) => succeed(lab, machine, `sudo cat ${path}`);
  const roots = identity === 'token' ? '/etc/istio-bootstrap/root-cert.pem' : '/etc/certs/root-cert.pem';
  const hosts = await succeed(lab, machine, 'grep istiod /etc/hosts');
  return {
    ...variables(await read('/var/lib/istio/envoy/cluster.env')),
    ...settings(await read('/etc/istio/config/mesh')),
    hosts: hosts.replace(' # meshwork', '').trim(),
    'root-cert.pem': (await read(roots)).trim(),
    ...(identity === 'token' ? { 'istio-token': claims(await read('/var/run/secrets/tokens/istio-token')) } : {}),
  };
}

/** The files that istioctl makes. Its token is compared only with one of the machine. */
async function ofIstioctl(lab: Lab, istioctl: string, compared: Compared): Promise<Values> {
  const { address, cluster, group, namespace } = compared;
  const directory = await mkdtemp(join(tmpdir(), 'meshwork-istioctl-'));
  const files = ['--name', group, '--namespace', namespace, '--output', directory];
  const about = ['--clusterID', cluster, '--internalIP', address];
  try {
    await lab.run([istioctl, '--context', cluster, 'x', 'workload', 'entry', 'configure', ...files, ...about]);
    const read = (name: string) => readFile(join(directory, name), 'utf8');
    return {
      ...variables(await read('cluster.env')),
      ...settings(await read('mesh.yaml')),
      hosts: (await read('hosts')).trim(),
      'root-cert.pem': (await read('root-cert.pem')).trim(),
      'istio-token': claims(await read('istio-token')),
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** The variables of a `cluster.env`. No value holds a quotation mark of the shell. */
function variables(text: string): Values {
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line): [string, string] => {
        const [name = '', ...value] = line.split('=');
        return [`cluster.env ${name}`, value.join('=').replaceAll("'", '')];
      }),
  );
}

/** The leaves of a mesh config. */
function settings(text: string): Values {
  const leaves = (value: unknown, path: string): [string, string][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, below]) => leaves(below, `${path}.${key}`))
      : [[path, String(value)]];
  return Object.fromEntries(leaves(parse(text), 'mesh.yaml '));
}

/** The claims of a token that say what it is good for: not when it was made, and not its number. */
function claims(token: string): string {
  const all = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  const { aud, exp, iat, iss, sub } = all;
  return JSON.stringify({ aud, iss, sub, seconds: Number(exp) - Number(iat) });
}
