import type { ScaleMeasurement } from './measure';
import { stateCost } from './state';

/** Resources of a number of clusters, as the table says them. */
export interface CountColumns {
  readonly clusters: number;
  /** Remote secrets. */
  readonly secrets: number;
  /** All resources but remote secrets and their components. */
  readonly others: number;
  /** All resources. */
  readonly total: number;
}

/** Tells remote secrets, of which each ordered pair of clusters has one, from everything else. */
export function countColumns(clusters: number, counts: Readonly<Record<string, number>>): CountColumns {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  // A component for each, and the Secret in it.
  const secrets = counts['meshwork:discovery:RemoteSecret'] ?? 0;
  return { clusters, secrets, others: total - 2 * secrets, total };
}

/** The first columns of a row of the table. */
export function countCells({ clusters, others, secrets, total }: CountColumns): string {
  return `| ${[clusters, secrets, others, total].join(' | ')} |`;
}

/** The last columns of a row: the state, and what `up` writes of it, with CRDs and without. */
export function stateCells(clusters: number): string {
  const [own, external] = [stateCost(clusters, true), stateCost(clusters, false)];
  return `${[own.state, own.written, external.state, external.written].map(size).join(' | ')} |`;
}

/** A number of bytes for people. */
function size(bytes: number): string {
  const [unit, name] = bytes < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
  const amount = bytes / unit;
  return `${amount < 10 ? amount.toFixed(1) : amount.toFixed(0)} ${name}`;
}

/** The measurements as a Markdown table. */
export function scaleTable(measurements: readonly ScaleMeasurement[]): string {
  const rows = measurements.map((measurement) => {
    const { clusters, counts, deploySeconds, loadedMebibytes, peakMebibytes, planSeconds } = measurement;
    const seconds = [planSeconds, deploySeconds].map((time) => `${time.toFixed(2)} s`);
    const memory = [loadedMebibytes, peakMebibytes].map((size) => `${size.toFixed(0)} MiB`);
    return `${countCells(countColumns(clusters, counts))} ${[...seconds, ...memory].join(' | ')} | ${stateCells(clusters)}`;
  });
  return [
    '| Clusters | Remote secrets | Other resources | All resources | Read and plan | Register | Memory when loaded | Peak memory | State | `up` writes | State, CRDs external | `up` writes |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
