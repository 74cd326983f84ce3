import type { EntryResults } from '../checks/entries';
import { mark } from './mark';
import type { ImportResult, IngressRouteResult, SeenIdentities, ServiceResult } from './report';

/** Writes what came of the entries for people: services across clusters, then each federation, then each ingress gateway. */
export function entryBlocks({ imports, ingressRoutes, services }: EntryResults): string[] {
  return [
    ...(services.length === 0 ? [] : [block('services across clusters', services.map(serviceLine))]),
    ...grouped(imports, ({ federation }) => federation).map((group) =>
      block(federationTitle(group[0]), group.map(importLine)),
    ),
    ...grouped(ingressRoutes, ({ gateway }) => gateway).map((group) =>
      block(gatewayTitle(group[0]), group.map(routeLine)),
    ),
  ];
}

function block(title: string, lines: readonly string[]): string {
  return [title, '', ...lines].join('\n');
}

type NonEmpty<T> = readonly [T, ...T[]];

function grouped<T>(results: readonly T[], by: (result: T) => string): NonEmpty<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const result of results) {
    const group = groups.get(by(result));
    if (group === undefined) groups.set(by(result), [result]);
    else group.push(result);
  }
  return [...groups.values()];
}

function federationTitle({ federation, trust }: ImportResult): string {
  return `federation ${federation}: trust ${trust}${trust === 'withdrawn' ? ', so every call has to be refused' : ''}`;
}

/** Where requests from outside arrive is told, because it is not what was asked. */
function gatewayTitle({ addresses, cluster, gateway, port }: IngressRouteResult): string {
  const where = addresses.map((address) => `${address}:${port}`).join(', ') || 'no address';
  return `ingress gateway ${gateway} in ${cluster}, asked in its pod; requests from outside go to ${where}`;
}

function serviceLine({ by, consumer, detail, host, ok, outcome, port }: ServiceResult): string {
  const way = by === 'ingress' ? 'an Ingress' : 'a load balancer';
  return line({ ok, outcome }, `${consumer} → ${host}:${port}, by ${way}: ${outcome} (${detail})`);
}

function importLine(result: ImportResult): string {
  const { consumer, host, outcome, port } = result;
  return line(result, `${consumer} → ${host}:${port}: ${outcome} (${seen(result)})`);
}

function routeLine(result: IngressRouteResult): string {
  return line(result, `${result.host}: ${result.outcome} (${seen(result)})`);
}

/** Who called whom, where the service tells; else its answer, or why there is none. */
function seen({
  destinationIdentity,
  detail,
  ok,
  sourceIdentity,
}: SeenIdentities & { detail: string; ok: boolean }): string {
  return ok && sourceIdentity !== null && destinationIdentity !== null
    ? `${sourceIdentity} → ${destinationIdentity}`
    : detail;
}

function line({ ok, outcome }: { readonly ok: boolean; readonly outcome: string }, text: string): string {
  return `${outcome === 'not asked' ? '–' : mark({ ok })} ${text}`;
}
