import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import { readFileSync } from 'node:fs';
import { buildIstioctl } from '../lab/build/artifacts';
import { Lab } from '../lab/lab';
import { StreamProgress } from '../lab/progress';
import { type Measurement, Stopwatch } from './stopwatch';

const HELP = `Measures meshwork beside Istio's documented istioctl steps, on the same clusters, for primary-remote over two networks (S3).

  npm run bench [-- --rounds N] [--json]

  --rounds N   how often everything is done (default 2); the table shows medians
  --json       the measurements as one JSON document on standard output
`;

/** One round: the peer's steps and ours, each from empty clusters to empty clusters. */
async function round(lab: Lab, stopwatch: Stopwatch, environment: NodeJS.ProcessEnv): Promise<void> {
  const script = (name: string) => lab.run(['bash', join('bench', 'istioctl', name)], { environment });
  const pulumi = (...args: string[]) => lab.run(['pulumi', ...args, '--stack', 'dev', '--non-interactive']);
  await stopwatch.time('istioctl: install', () => script('primary-remote.sh'));
  await stopwatch.time('istioctl: remove', () => script('remove.sh'));
  await stopwatch.time('meshwork: preview from empty', () => pulumi('preview'));
  await stopwatch.time('meshwork: up', () => pulumi('up', '--yes', '--skip-preview'));
  await stopwatch.time('meshwork: second preview', () => pulumi('preview', '--expect-no-changes'));
  await stopwatch.time('meshwork: refresh preview', () => pulumi('refresh', '--preview-only', '--expect-no-changes'));
  await stopwatch.time('meshwork: destroy', () => pulumi('destroy', '--yes', '--skip-preview'));
}

/** What istioctl needs from the lab: its images, and the settings that upstream Envoy needs; both stand in the lab's overlay. */
async function istioctlEnvironment(lab: Lab, istioctl: string, work: string): Promise<NodeJS.ProcessEnv> {
  const overlay = parse(readFileSync(lab.overlay, 'utf8')) as {
    'meshwork:istio': { images: { hub: string; tag: string }; values: { istiod: { env: object; telemetry: object } } };
  };
  const { images, values } = overlay['meshwork:istio'];
  const file = join(work, 'values.yaml');
  const settings = {
    global: { imagePullPolicy: 'IfNotPresent' },
    telemetry: values.istiod.telemetry,
    // The dev stack has no autoscalers either.
    pilot: { env: values.istiod.env, autoscaleEnabled: false },
    gateways: { 'istio-ingressgateway': { autoscaleEnabled: false } },
  };
  await writeFile(
    file,
    stringify({ apiVersion: 'install.istio.io/v1alpha1', kind: 'IstioOperator', spec: { values: settings } }),
  );
  const path = (await lab.run(['printenv', 'PATH'])).trim();
  return { HUB: images.hub, TAG: images.tag, CHART_VALUES: file, PATH: [dirname(istioctl), path].join(delimiter) };
}

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

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '2' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const progress = new StreamProgress();
  const stopwatch = new Stopwatch();
  const work = await mkdtemp(join(tmpdir(), 'meshwork-bench-'));
  const istioctl = await buildIstioctl({ progress });
  const lab = await Lab.open(join(work, 'lab'));
  try {
    await stopwatch.time('lab: start', () => lab.up(undefined, progress));
    await lab.run(['pulumi', 'stack', 'init', 'dev', '--secrets-provider', 'passphrase', '--no-select']);
    const environment = await istioctlEnvironment(lab, istioctl, work);
    for (let count = 0; count < Number(values.rounds); count += 1) await round(lab, stopwatch, environment);
    const { engine } = await lab.status();
    const { measurements } = stopwatch;
    if (values.json === true)
      process.stdout.write(`${JSON.stringify({ schemaVersion: 1, engine, measurements }, undefined, 2)}\n`);
    else
      process.stdout.write(
        `\n${engine ?? ''}\nMedians of ${values.rounds} rounds, each time in parentheses:\n${table(measurements)}\n`,
      );
  } finally {
    await lab.down(progress);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
