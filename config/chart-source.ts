import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { configPath, type Problem } from '../model/problems/problem';
import type { Spec } from '../model/schema/config';
import { shown } from '../model/problems/shown';
import type { ChartValues } from '../model/schema/chart-values';
import { hasCni } from '../model/topology/cni';

/** The charts that a configuration takes from its source. */
function chartsOf(spec: Spec): (keyof ChartValues)[] {
  const cni = Object.values(spec.clusters).some((cluster) => cluster.role !== 'standalone' && hasCni(cluster));
  return ['base', 'istiod', 'gateway', ...(cni ? (['cni'] as const) : [])];
}

/** Charts that a directory source should hold and does not. */
export function chartSourceProblems(spec: Spec): Problem[] {
  const path = spec.istio?.charts.path;
  if (path === undefined) return [];
  const charts = chartsOf(spec);
  const expected = `a directory with the charts ${charts.slice(0, -1).join(', ')} and ${charts.at(-1) ?? ''}`;
  const where = configPath('istio', 'charts', 'path');
  if (!existsSync(path))
    return [
      {
        path: where,
        found: `${shown(path)}, which does not exist`,
        expected,
      },
    ];
  const missing = charts.filter((chart) => !existsSync(join(path, chart, 'Chart.yaml')));
  if (missing.length === 0) return [];
  return [
    {
      path: where,
      found: `${shown(path)} without ${missing.join(', ')}`,
      expected,
    },
  ];
}
