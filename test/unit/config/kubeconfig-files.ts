import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readConfiguration } from '../../../config/read';
import type { Problem } from '../../../model/problems/problem';
import { primaryRemote } from '../model/specimen';
import { problemsWhen } from './refusal';

/** A kubeconfig with contexts of these names, each with a cluster and a user of its own. */
export function kubeconfigOf(...contexts: string[]): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: contexts.map((name, index) => ({ name, cluster: { server: `https://10.0.0.${index + 1}:6443` } })),
    contexts: contexts.map((name) => ({ name, context: { cluster: name, user: name } })),
    users: contexts.map((name) => ({ name, user: { token: `token-of-${name}` } })),
  });
}

/** A directory with a kubeconfig of the clusters `east` and `west`, new for each test of the suite that asks for it. */
export class KubeconfigFiles {
  directory = '';

  constructor() {
    beforeEach(() => {
      this.directory = mkdtempSync(join(tmpdir(), 'meshwork-'));
      writeFileSync(this.kubeconfig, kubeconfigOf('east', 'west'));
    });
    afterEach(() => rmSync(this.directory, { recursive: true }));
  }

  /** Path of the kubeconfig. */
  get kubeconfig(): string {
    return join(this.directory, 'kubeconfig');
  }

  /** S3 whose clusters name their contexts in the kubeconfig. */
  withFile() {
    const raw = primaryRemote();
    for (const name of ['east', 'west'])
      raw.clusters[name] = { ...raw.clusters[name], kubeconfig: { path: this.kubeconfig, context: name } };
    return raw;
  }
}

/** The problems for which a configuration is refused; none if it is read. */
export function problemsOf(raw: Record<string, unknown>, environment: NodeJS.ProcessEnv = {}): readonly Problem[] {
  return problemsWhen(() => readConfiguration(raw, environment));
}
