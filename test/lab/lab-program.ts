import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../cli/eventually';
import type { Lab } from '../../lab/lab';
import type { Outcome } from '../../lab/outcome';

/** What every program begins with: its request, and `tell`, which writes a line for the test. */
const PREAMBLE = `
  const { appendFileSync, existsSync } = require('node:fs');
  const { request, told, stop } = JSON.parse(process.argv[1]);
  const tell = (line) => appendFileSync(told, line + '\\n');
  setInterval(() => existsSync(stop) && process.exit(0), 200);`;

/** The line by which a program tells that one of its servers listens. */
const READY = 'ready';

/** A program of a test that runs on the lab's router until the test stops it. */
export class LabProgram {
  private constructor(
    private readonly directory: string,
    private readonly running: Promise<Outcome>,
  ) {}

  /**
   * Starts a program, and waits until its servers listen.
   *
   * @param source JavaScript that finds its request as `request`, and says `tell('ready')` for each server.
   * @param request JSON, readable for every process of the lab.
   * @param servers how many servers it starts.
   */
  static async start(lab: Lab, source: string, request: object, servers: number): Promise<LabProgram> {
    const directory = await mkdtemp(join(tmpdir(), 'meshwork-program-'));
    const [told, stop] = [join(directory, 'told'), join(directory, 'stop')];
    await writeFile(told, '');
    const running = lab.exec(['node', '-e', PREAMBLE + source, JSON.stringify({ request, told, stop })]);
    const program = new LabProgram(directory, running);
    const ready = await eventually(
      async () => (await program.told()).filter((line) => line === READY).length,
      (count) => count === servers,
      AbortSignal.timeout(60_000),
    );
    assert.equal(ready, servers);
    return program;
  }

  /** The lines that it has told so far. */
  async told(): Promise<string[]> {
    return (await readFile(join(this.directory, 'told'), 'utf8')).split('\n');
  }

  /** Ends it, and with it every connection through it. */
  async stop(): Promise<void> {
    await writeFile(join(this.directory, 'stop'), '');
    const { code, stderr } = await this.running;
    await rm(this.directory, { recursive: true });
    assert.equal(code, 0, stderr);
  }
}
