import type { ScaleMeasurement } from './measure';

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

/** The measurements as a Markdown table. */
export function scaleTable(measurements: readonly ScaleMeasurement[]): string {
  const rows = measurements.map((measurement) => {
    const { clusters, counts, deploySeconds, loadedMebibytes, peakMebibytes, planSeconds } = measurement;
    const seconds = [planSeconds, deploySeconds].map((time) => `${time.toFixed(2)} s`);
    const memory = [loadedMebibytes, peakMebibytes].map((size) => `${size.toFixed(0)} MiB`);
    return `${countCells(countColumns(clusters, counts))} ${[...seconds, ...memory].join(' | ')} |`;
  });
  return [
    '| Clusters | Remote secrets | Other resources | All resources | Read and plan | Register | Memory when loaded | Peak memory |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
