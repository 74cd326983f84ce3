import type { Spec } from '../schema/config';
import type { Values } from './values';
import { PULL_SECRET } from '../names/pull-secret';
import { valueAt } from './values';

/** How registries are logged in to, by host. Secret. */
export type RegistryCredentials = Spec['registryCredentials'];

/** The content of a Secret of type `kubernetes.io/dockerconfigjson`. It holds passwords. */
export function dockerConfig(credentials: RegistryCredentials): string {
  const auths = Object.entries(credentials).map(([host, { password, username }]) => [
    host,
    { username, password, auth: Buffer.from(`${username}:${password}`).toString('base64') },
  ]);
  return JSON.stringify({ auths: Object.fromEntries(auths) as unknown });
}

/** Values of the istiod chart by which istiod, and every pod that it injects, pulls images with the Secret, beside Secrets that the user names. */
export function pullSecretValues(user: Values): Values {
  const named = valueAt(user, ['global', 'imagePullSecrets']);
  return { global: { imagePullSecrets: [...(Array.isArray(named) ? (named as unknown[]) : []), PULL_SECRET] } };
}
