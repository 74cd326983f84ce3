import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { ScaleMeasurement } from './measure';
import { scaleTable } from './table';

const HELP = `Measures how plan and resources grow with the number of clusters: one mesh of primaries, each in a network of its own.
Engine and plugins are the Pulumi SDK's mocks, and no cluster is needed.

  npm run bench:scale [-- --clusters N,N,…] [--rounds N] [--json]

  --clusters N,N,…  numbers of clusters (default 2,5,10,20,50)
  --rounds N        how often each is measured, in a process of its own (default 3); the table shows the smallest of each figure
  --json            the measurements as one JSON document on standard output
`;

/** Measures one number of clusters several times, and keeps the smallest of each figure: other work on the machine only adds to it. */
async function smallest(clusters: number, rounds: number): Promise<ScaleMeasurement> {
  const measurements: ScaleMeasurement[] = [];
  for (let round = 0; round < rounds; round += 1) measurements.push(await measured(clusters));
  const [first] = measurements;
  if (first === undefined) throw new Error('--rounds must be at least 1.');
  const least = (figure: (measurement: ScaleMeasurement) => number) => Math.min(...measurements.map(figure));
  return {
    ...first,
    planSeconds: least(({ planSeconds }) => planSeconds),
    deploySeconds: least(({ deploySeconds }) => deploySeconds),
    loadedMebibytes: least(({ loadedMebibytes }) => loadedMebibytes),
    peakMebibytes: least(({ peakMebibytes }) => peakMebibytes),
  };
}

/** In a process of its own, because the most memory that a process held never goes down again. */
async function measured(clusters: number): Promise<ScaleMeasurement> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    join(__dirname, 'measure.ts'),
    String(clusters),
  ]);
  return JSON.parse(stdout) as ScaleMeasurement;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      clusters: { type: 'string', default: '2,5,10,20,50' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const measurements: ScaleMeasurement[] = [];
  for (const clusters of values.clusters.split(',').map(Number)) {
    console.error(`   ${clusters} clusters`);
    measurements.push(await smallest(clusters, Number(values.rounds)));
  }
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify({ schemaVersion: 1, measurements }, undefined, 2)}\n`
      : `${scaleTable(measurements)}\n`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
