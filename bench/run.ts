import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIstioctl } from '../lab/build/artifacts';
import { LabError } from '../lab/error';
import { Lab } from '../lab/lab';
import { StreamProgress } from '../lab/progress';
import { istioctlEnvironment } from './istioctl-environment';
import { prepareStack, resourcesOf, round } from './round';
import { type StateSize, stateLine } from './state-size';
import { type Measurement, Stopwatch } from './stopwatch';

const HELP = `Measures meshwork beside Istio's documented istioctl steps, on the same clusters, for primary-remote over two networks (S3).

  npm run bench [-- --rounds N] [--lab DIRECTORY] [--json]

  --rounds N        how often everything is done (default 2); the table shows medians
  --lab DIRECTORY   state directory of a running lab to measure on, with the default clusters and nothing in them;
                    without it a lab is started, and ended afterwards
  --json            the measurements as one JSON document on standard output
`;

function table(measurements: readonly Measurement[]): string {
  const width = Math.max(...measurements.map(({ name }) => name.length));
  const rows = measurements.map(
    ({ name, median, seconds }) =>
      `  ${name.padEnd(width)}  ${median.toFixed(1).padStart(6)} s  (${seconds.map((time) => time.toFixed(1)).join(', ')})`,
  );
  const medianOf = (wanted: string) => measurements.find(({ name }) => name === wanted)?.median ?? NaN;
  const ratio = medianOf('meshwork: up') / medianOf('istioctl: install');
  return [...rows, `  up takes ${ratio.toFixed(2)} of istioctl's time`].join('\n');
}

/** Opens a running lab, and makes sure that rounds can begin on it. */
async function openLab(directory: string): Promise<Lab> {
  const lab = await Lab.open(directory);
  await lab.clusters();
  await prepareStack(lab);
  const resources = await resourcesOf(lab);
  if (resources > 0)
    throw new LabError(
      `The dev stack of the lab in ${directory} has ${resources} resources, and a round starts with none. ` +
        `Remove them: MESHWORK_LAB_DIR=${directory} npm run lab -- exec -- pulumi destroy`,
    );
  return lab;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '2' },
      lab: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const progress = new StreamProgress();
  const stopwatch = new Stopwatch();
  const istioctl = await buildIstioctl({ progress });
  const work = await mkdtemp(join(tmpdir(), 'meshwork-bench-'));
  const own = values.lab === undefined ? await Lab.open(join(work, 'lab')) : undefined;
  try {
    const lab = own ?? (await openLab(values.lab ?? ''));
    if (own !== undefined) {
      await stopwatch.time('lab: start', () => own.up(undefined, progress));
      await prepareStack(own);
    }
    await lab.drainAsIstioDoes();
    const environment = await istioctlEnvironment(lab, istioctl, work);
    let size: StateSize | undefined;
    for (let count = 0; count < Number(values.rounds); count += 1) size = await round(lab, stopwatch, environment);
    const { engine } = await lab.status();
    const { measurements } = stopwatch;
    if (values.json === true)
      process.stdout.write(
        `${JSON.stringify({ schemaVersion: 1, engine, measurements, state: size }, undefined, 2)}\n`,
      );
    else
      process.stdout.write(
        `\n${engine ?? ''}\nMedians of ${values.rounds} rounds, each time in parentheses:\n${table(measurements)}\n${size === undefined ? '' : `${stateLine(size)}\n`}`,
      );
  } finally {
    await own?.down(progress);
    await rm(work, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
