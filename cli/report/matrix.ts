import type { PairResult } from '../checks/pairs/pairs';
import { mark } from './mark';
import type { MeshSummary } from './report';
import { table } from './table';

/** Shows a mesh as a table: callers are rows, destinations are columns. */
export function matrix({ clusters, machines }: MeshSummary, pairs: readonly PairResult[]): string {
  const columns = [
    ...clusters.map(({ name, version }) => `${name} (${version})`),
    ...machines.map(({ name }) => `${name} (machine)`),
  ];
  const places = [...clusters, ...machines];
  const rows = places.map((source) => [
    source.name,
    ...places.map((destination) =>
      cell(pairs.find((pair) => pair.source === source.name && pair.destination === destination.name)),
    ),
  ]);
  return table([['from \\ to', ...columns], ...rows], '  ');
}

function cell(pair: PairResult | undefined): string {
  if (pair === undefined) return '–';
  const latency = pair.latencyMs === null ? '' : ` ${pair.latencyMs.toFixed(1)} ms`;
  return `${mark(pair.ok ? 'pass' : 'fail')}${latency}${pair.route?.kind === 'gateway' ? ' via gateway' : ''}`;
}
