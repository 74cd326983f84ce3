import type { PairResult } from '../checks/pairs/pairs';
import { mark } from './mark';
import type { MeshSummary } from './report';
import { table } from './table';

/** Shows a mesh as a table: callers are rows, destinations are columns. */
export function matrix({ clusters }: MeshSummary, pairs: readonly PairResult[]): string {
  const header = ['from \\ to', ...clusters.map(({ name, version }) => `${name} (${version})`)];
  const rows = clusters.map((source) => [
    source.name,
    ...clusters.map((destination) =>
      cell(pairs.find((pair) => pair.source === source.name && pair.destination === destination.name)),
    ),
  ]);
  return table([header, ...rows], '  ');
}

function cell(pair: PairResult | undefined): string {
  if (pair === undefined) return '–';
  const latency = pair.latencyMs === null ? '' : ` ${pair.latencyMs.toFixed(1)} ms`;
  return `${mark(pair.ok ? 'pass' : 'fail')}${latency}${pair.route?.kind === 'gateway' ? ' via gateway' : ''}`;
}
