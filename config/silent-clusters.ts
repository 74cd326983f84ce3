import { request } from 'node:https';
import * as pulumi from '@pulumi/pulumi';
import { withOffline } from '../model/plan/offline';
import { configPath, ConfigurationError } from '../model/problems/problem';
import type { Reading } from './read';

/** How long an API server may take to answer, in milliseconds. */
const PATIENCE = 15_000;

/** A cluster that does not answer, and the reason. */
export interface SilentCluster {
  readonly name: string;
  readonly reason: string;
}

/**
 * Asks every cluster that is active whether it is there. A preview goes on without those that do not answer, as if they were offline, and says so.
 *
 * @throws ConfigurationError in an update, before anything is changed: it would end in the middle, with an error for each object of such a cluster.
 */
export async function withoutSilent(reading: Reading): Promise<Reading> {
  const silent = await silentClusters(reading, process.env);
  if (silent.length === 0) return reading;
  if (!pulumi.runtime.isDryRun()) throw refusal(silent);
  for (const { name, reason } of silent)
    await pulumi.log.warn(
      `Cluster ${name} does not answer: ${reason}. The preview shows the others alone, and \`up\` would refuse. If it is away for longer, set ` +
        `${configPath('clusters', name, 'state')} to "offline" (docs/how-to/lost-cluster.md).`,
    );
  return { ...reading, plan: withOffline(reading.plan, new Set(silent.map(({ name }) => name))) };
}

/** What to tell of clusters that do not answer. */
export function refusal(silent: readonly SilentCluster[]): ConfigurationError {
  return new ConfigurationError(
    silent.map(({ name, reason }) => ({
      path: configPath('clusters', name),
      found: `a cluster that does not answer: ${reason}`,
      expected: 'an API server that answers, because the cluster is active',
      fix: `Bring it back. Or set ${configPath('clusters', name, 'state')} to "offline", and the others are deployed to without it (docs/how-to/lost-cluster.md).`,
    })),
  );
}

/** The active clusters of a configuration that do not answer. */
export async function silentClusters(
  { accesses, plan }: Pick<Reading, 'accesses' | 'plan'>,
  environment: NodeJS.ProcessEnv,
): Promise<SilentCluster[]> {
  // Behind a proxy, the provider reaches clusters that a direct connection does not.
  if (['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'].some((name) => environment[name])) return [];
  const active = [...plan.clusters, ...plan.standalone].filter(({ state }) => state === 'active');
  const asked = await Promise.all(
    active.map(async ({ name }): Promise<SilentCluster[]> => {
      const access = accesses[name];
      if (access === undefined || !access.server.startsWith('https:') || access.cluster.proxyUrl !== undefined)
        return [];
      const reason = await silence(access.server);
      return reason === undefined ? [] : [{ name, reason }];
    }),
  );
  return asked.flat();
}

/** Why an API server does not answer; undefined if it does. Any answer will do, so no credentials are shown, and whose certificate it has is left to the provider. */
function silence(server: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { rejectUnauthorized: false, timeout: PATIENCE, agent: false };
    const sent = request(`${server.replace(/\/$/, '')}/version`, options, (response) => {
      response.resume();
      resolve(undefined);
    });
    sent.once('timeout', () => sent.destroy(new Error(`no answer from ${server} within ${PATIENCE / 1000} s`)));
    sent.once('error', (error: NodeJS.ErrnoException) => {
      // Where a name has several addresses, the error of all of them has no message of its own.
      resolve(error.message === '' ? `${error.code ?? 'no connection'} at ${server}` : error.message);
    });
    sent.end();
  });
}
