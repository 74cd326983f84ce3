import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Lab } from '../../../lab/lab';
import { LabProgram } from '../lab-program';

const PORT = 8879;

/** Serves files of a directory to those who log in. */
const PROGRAM = `
  const { readFileSync } = require('node:fs');
  const { createServer } = require('node:http');
  const { basename, join } = require('node:path');
  const { directory, login, port } = request;
  createServer(({ headers, url }, response) => {
    const file = join(directory, basename(url));
    const status = headers.authorization !== login ? 401 : existsSync(file) ? 200 : 404;
    tell('asked ' + status + ' ' + url);
    response.writeHead(status).end(status === 200 ? readFileSync(file) : '');
  }).listen(port, '127.0.0.1', () => tell('ready'));`;

/** A Helm repository of a lab's charts that asks for a user name and a password (HTTP basic authentication). */
export class PasswordRepository {
  /** Its address for what runs in the lab. */
  readonly url = `http://127.0.0.1:${PORT}`;

  private constructor(
    private readonly directory: string,
    private readonly program: LabProgram,
  ) {}

  /** Packs the charts of a directory, and serves them in the lab. */
  static async start(
    lab: Lab,
    charts: string,
    login: { username: string; password: string },
  ): Promise<PasswordRepository> {
    const directory = mkdtempSync(join(tmpdir(), 'meshwork-charts-'));
    const entries = readdirSync(charts).map((name) => {
      const chart = parse(readFileSync(join(charts, name, 'Chart.yaml'), 'utf8')) as { version: string };
      const file = `${name}-${chart.version}.tgz`;
      execFileSync('tar', ['-C', charts, '-czf', join(directory, file), name]);
      return [name, [{ ...chart, urls: [file] }]] as const;
    });
    writeFileSync(join(directory, 'index.yaml'), stringify({ apiVersion: 'v1', entries: Object.fromEntries(entries) }));
    const basic = Buffer.from(`${login.username}:${login.password}`).toString('base64');
    const request = { directory, login: `Basic ${basic}`, port: PORT };
    return new PasswordRepository(directory, await LabProgram.start(lab, PROGRAM, request, 1));
  }

  /** What it was asked for: `asked STATUS PATH`. */
  async asked(): Promise<string[]> {
    return this.program.told();
  }

  /** Ends it, and removes its files. */
  async stop(): Promise<void> {
    await this.program.stop();
    rmSync(this.directory, { recursive: true });
  }
}
