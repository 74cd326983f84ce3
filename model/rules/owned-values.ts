import { configPath, type Problem } from '../problems/problem';
import type { ChartValues } from '../schema/chart-values';
import { meshedClusters } from '../topology/clusters';
import type { Topology } from '../topology/topology';
import { isTree, leafPaths, valueAt, type Values } from '../plan/values';
import { meanings } from './spellings';
import { type Decision, type Owner, valueOwners } from './value-owners';

type Chart = keyof ChartValues;

const CHARTS: readonly Chart[] = ['base', 'istiod', 'cni', 'gateway'];

/** Values under these keys would bypass the charts' own merging; the charts refuse them as well, but later. */
const INTERNAL = ['_internal_defaults_do_not_set', 'defaults'] as const;

/** What the values in one place are for: a stack's for all there is, a cluster's for all but ingress gateways. */
type Scope = 'stack' | 'cluster' | 'ingressGateway';

/** Overrides of values that the plan owns, wherever they were written. */
export function ownedValueProblems(topology: Topology): Problem[] {
  const { spec } = topology;
  return [
    ...problemsIn(spec.istio?.values ?? {}, ['istio', 'values'], 'stack'),
    ...meshedClusters(topology).flatMap(({ name, spec: { values } }) =>
      problemsIn(values, ['clusters', name, 'values'], 'cluster'),
    ),
    ...Object.entries(spec.ingressGateways).flatMap(([key, { values }]) =>
      problemsOf('gateway', values, ['ingressGateways', key, 'values'], 'ingressGateway'),
    ),
  ];
}

function problemsIn(charts: ChartValues, above: readonly string[], scope: Scope): Problem[] {
  return CHARTS.flatMap((chart) => problemsOf(chart, charts[chart] ?? {}, [...above, chart], scope));
}

function problemsOf(chart: Chart, values: Values, above: readonly string[], scope: Scope): Problem[] {
  return leafPaths(values).flatMap((path) => {
    if (INTERNAL.some((key) => key === path[0])) return [internalProblem(path, above)];
    // Laid over others, an empty tree changes nothing.
    return isTree(valueAt(values, path)) ? [] : problemOf(chart, path, above, scope);
  });
}

function internalProblem(path: readonly string[], above: readonly string[]): Problem {
  return {
    path: configPath(...above, ...path),
    found: `a value under "${path[0] ?? ''}"`,
    expected: 'values at the top level, as in `helm install --set`',
  };
}

function problemOf(chart: Chart, path: readonly string[], above: readonly string[], scope: Scope): Problem[] {
  const where = configPath(...above, ...path);
  const written = meanings(chart, path).map((keys) => keys.join('.'));
  const isWithin = (key: string) => written.some((value) => `${value}.`.startsWith(`${key}.`));
  const owner = valueOwners(chart).find(
    ([key]) => isWithin(key) || written.some((value) => key.startsWith(`${value}.`)),
  );
  if (owner === undefined) return [];
  return [
    {
      path: where,
      found: `a value ${isWithin(owner[0]) ? 'for' : 'in place of the mapping with'} ${owner[0]}, which the plan owns`,
      expected: 'no such override',
      fix: decidedBy(owner, scope),
    },
  ];
}

function decidedBy([, decision, ofIngress]: Owner, scope: Scope): string {
  if (ofIngress === undefined || scope === 'cluster') return `It ${said(decision)}.`;
  if (scope === 'ingressGateway') return `It ${said(ofIngress)}.`;
  return `It ${said(decision)}; for ingress gateways, it ${said(ofIngress)}.`;
}

function said(decision: Decision): string {
  return typeof decision === 'string' ? `is decided by ${decision}` : `cannot be set: ${decision.never}`;
}
