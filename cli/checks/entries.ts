import type { Arguments } from '../commands/arguments';
import { checkImports } from './imports/import-calls';
import { type ImportSubject, importsOf } from './imports/imports';
import { checkIngressRoutes } from './ingress/ingress-requests';
import { type IngressRouteSubject, ingressRoutesOf } from './ingress/ingress-routes';
import type { Report } from '../report/report';
import { type ServiceSubject, servicesOf } from './services/services';
import type { ClusterSession } from '../workloads/session';
import type { DeployedStack } from '../stack';
import { checkServices, type Visitor } from './services/visits';

/** Every way by which requests enter a mesh, or a cluster in none, from beyond it. */
export interface Entries {
  /** From clusters that share no mesh with the service. */
  readonly services: readonly ServiceSubject[];
  /** From federated meshes. */
  readonly imports: readonly ImportSubject[];
  /** From outside. */
  readonly ingressRoutes: readonly IngressRouteSubject[];
}

/** What came of asking at them. */
export type EntryResults = Pick<Report, keyof Entries>;

/**
 * The entries of a stack.
 *
 * @throws VerifyError where config and outputs do not fit.
 */
export function entriesOf({ name, outputs, reading }: DeployedStack, { namespace }: Arguments): Entries {
  return {
    services: servicesOf(reading, outputs, name),
    imports: importsOf(reading, outputs, name, namespace),
    ingressRoutes: ingressRoutesOf(reading, outputs, name),
  };
}

/** Our stays in the clusters of a stack. */
export interface Stays {
  readonly meshed: readonly ClusterSession[];
  readonly standalone: readonly Visitor[];
}

/** Asks at every entry, until all is as it should be or the signal says stop. */
export async function checkEntries(
  { imports, ingressRoutes, services }: Entries,
  { meshed, standalone }: Stays,
  namespace: string,
  signal: AbortSignal,
): Promise<EntryResults> {
  const [answered, called, routed] = await Promise.all([
    checkServices(services, [...meshed, ...standalone], namespace, signal),
    checkImports(imports, meshed, namespace, signal),
    checkIngressRoutes(ingressRoutes, meshed, signal),
  ]);
  return { services: answered, imports: called, ingressRoutes: routed };
}
