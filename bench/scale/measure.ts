import { deployReading, readWithKubeconfigs } from '../../test/component/deployment';
import { scaleConfiguration } from './configuration';
import { countsByType } from './counts';

/** The measurements of one process for one number of clusters. */
export interface ScaleMeasurement {
  readonly clusters: number;
  /** Resources by type. */
  readonly counts: Readonly<Record<string, number>>;
  /** Reading, checking and planning the configuration, in seconds of processor time: other work on the machine does not count. */
  readonly planSeconds: number;
  /** Registering every resource with the mock engine, in seconds of processor time. */
  readonly deploySeconds: number;
  /** The most memory that the process held before it read anything, in MiB: Node, the SDKs and the program. */
  readonly loadedMebibytes: number;
  /** The most memory that the process ever held, in MiB. */
  readonly peakMebibytes: number;
}

/** Measures one number of clusters, given on the command line, and prints the measurement as JSON. */
async function main(clusters: number): Promise<void> {
  const loadedMebibytes = peakMebibytes();
  const started = processorSeconds();
  const reading = readWithKubeconfigs(scaleConfiguration(clusters));
  const planned = processorSeconds();
  const { registrations } = await deployReading(reading);
  const deployed = processorSeconds();
  const measurement: ScaleMeasurement = {
    clusters,
    counts: countsByType(registrations),
    planSeconds: planned - started,
    deploySeconds: deployed - planned,
    loadedMebibytes,
    peakMebibytes: peakMebibytes(),
  };
  process.stdout.write(JSON.stringify(measurement));
}

/** Processor time of this process so far. */
function processorSeconds(): number {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1e6;
}

/** The kernel counts it in KiB. */
function peakMebibytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}

void main(Number(process.argv[2]));
