import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { configPath, type Problem } from '../model/problems/problem';
import type { Spec } from '../model/schema/config';
import { shown } from '../model/problems/shown';

const CHARTS = ['base', 'istiod', 'gateway'] as const;

/** Charts that a directory source should hold and does not. */
export function chartSourceProblems(spec: Spec): Problem[] {
  const path = spec.istio?.charts.path;
  if (path === undefined) return [];
  const where = configPath('istio', 'charts', 'path');
  if (!existsSync(path))
    return [
      {
        path: where,
        found: `${shown(path)}, which does not exist`,
        expected: 'a directory with the charts base, istiod and gateway',
      },
    ];
  const missing = CHARTS.filter((chart) => !existsSync(join(path, chart, 'Chart.yaml')));
  if (missing.length === 0) return [];
  return [
    {
      path: where,
      found: `${shown(path)} without ${missing.join(', ')}`,
      expected: 'a directory with the charts base, istiod and gateway',
    },
  ];
}
