import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { LabError } from './error';
import type { MachineMembership } from './machine/membership';
import { isAlive, type ProcessIdentity } from './namespace/process-identity';
import type { Membership } from './membership';

/** The record of a lab, for the commands that come after its start. */
export interface LabRecord extends Membership, MachineMembership {
  /** Outermost process: when it ends, everything in the lab ends. */
  readonly outer: ProcessIdentity;
  /** When it was started, in ISO 8601. */
  readonly since: string;
  /** Said by the build: which engine and plugins are used. */
  readonly engine: string;
}

/** Where a lab keeps what it needs while it runs. */
export class LabState {
  private constructor(
    /** Absolute and without symbolic links, so that it is the same place in other mount namespaces. */
    readonly directory: string,
  ) {}

  /** Opens the state directory (made if need be): MESHWORK_LAB_DIR, else `.lab` in the checkout. */
  static async open(environment: NodeJS.ProcessEnv = process.env): Promise<LabState> {
    const wanted = environment['MESHWORK_LAB_DIR'] ?? path.join(CHECKOUT, '.lab');
    await mkdir(wanted, { recursive: true, mode: 0o700 });
    return new LabState(await realpath(wanted));
  }

  /** Tells labs of one machine apart where names are shared, as those of cgroups are. */
  get id(): string {
    return `meshwork-${createHash('sha256').update(this.directory).digest('hex').slice(0, 12)}`;
  }

  get kubeconfig(): string {
    return path.join(this.directory, 'kubeconfig');
  }

  get overlay(): string {
    return path.join(this.directory, 'overlay.yaml');
  }

  get pulumiHome(): string {
    return path.join(this.directory, 'pulumi');
  }

  /** Where the engine keeps its stacks. */
  get backend(): string {
    return path.join(this.directory, 'backend');
  }

  get clusters(): string {
    return path.join(this.directory, 'clusters');
  }

  /** Where machines have their files, each in a directory of its name. */
  get machines(): string {
    return path.join(this.directory, 'machines');
  }

  /** Private key by which all machines are logged in to; the public one is beside it. */
  get machineKey(): string {
    return path.join(this.directory, 'ssh', 'key');
  }

  /** Host keys of all machines, in the form of ssh's known hosts. */
  get knownHosts(): string {
    return path.join(this.directory, 'ssh', 'known_hosts');
  }

  /** File that tells those who use machines how to log in, and where Istio's package for machines is. */
  get machineInformation(): string {
    return path.join(this.directory, 'machines.json');
  }

  /** File with the identity of the process that serves Istio's package to machines. */
  get packageServer(): string {
    return path.join(this.directory, 'package-server.json');
  }

  /** Where the faults of its clusters keep what was there before, each in a directory `FAULT@CLUSTER`. */
  get faults(): string {
    return path.join(this.directory, 'faults');
  }

  get lock(): string {
    return path.join(this.directory, 'lock');
  }

  /** Artifacts in use, for the commands that build nothing. */
  get artifacts(): string {
    return path.join(this.directory, 'artifacts.json');
  }

  /** The record of the lab that was started last, whether or not it still runs. */
  async record(): Promise<LabRecord | undefined> {
    return readJson<LabRecord>(this.recordFile);
  }

  /** The record of the lab, which is known to be there. */
  async requireRecord(): Promise<LabRecord> {
    const record = await this.record();
    if (record === undefined) {
      throw new LabError(`There is no lab in ${this.directory}. Start one with \`npm run lab -- up\`.`);
    }
    return record;
  }

  /** The record of a lab that runs. */
  async requireRunning(): Promise<LabRecord> {
    const record = await this.record();
    if (record === undefined || record.clusters.length === 0 || !isAlive(record.outer)) {
      throw new LabError(`No lab is running in ${this.directory}. Start it with \`npm run lab -- up\`.`);
    }
    return record;
  }

  /** Replaces the record. */
  async save(record: LabRecord): Promise<void> {
    await writeJson(this.recordFile, record);
  }

  /** File of the record; without it there is no lab. */
  get recordFile(): string {
    return path.join(this.directory, 'lab.json');
  }
}

/** Root of the checkout that this lab belongs to. */
export const CHECKOUT = path.dirname(__dirname);

/** Reads what `writeJson` wrote; undefined if there is none. */
export async function readJson<T>(file: string): Promise<T | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** Writes a file that only its owner may read, whole or not at all. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(value, undefined, 2), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
