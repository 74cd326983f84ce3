import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { eventually } from '../../../cli/eventually';
import type { Lab } from '../../../lab/lab';
import type { Outcome } from '../../../lab/outcome';

const PORT = 8879;

/** Serves files to those who log in, and notes who asked for what: `asked STATUS PATH`. */
const SERVER = `
  const { appendFileSync, existsSync, readFileSync } = require('node:fs');
  const { createServer } = require('node:http');
  const { basename, join } = require('node:path');
  const [directory, port] = process.argv.slice(1);
  const login = readFileSync(join(directory, 'login'), 'utf8');
  const tell = (line) => appendFileSync(join(directory, 'seen'), line + '\\n');
  createServer(({ headers, url }, response) => {
    const file = join(directory, 'charts', basename(url));
    const status = headers.authorization !== login ? 401 : existsSync(file) ? 200 : 404;
    tell('asked ' + status + ' ' + url);
    response.writeHead(status).end(status === 200 ? readFileSync(file) : '');
  }).listen(Number(port), '127.0.0.1', () => tell('ready'));
  setInterval(() => existsSync(join(directory, 'stop')) && process.exit(0), 200);`;

/** A Helm repository of a lab's charts that asks for a user name and a password (HTTP basic authentication). */
export class PasswordRepository {
  /** Its address for what runs in the lab. */
  readonly url = `http://127.0.0.1:${PORT}`;

  private constructor(
    private readonly directory: string,
    private readonly running: Promise<Outcome>,
  ) {}

  /** Packs the charts of a directory, and serves them in the lab. */
  static async start(
    lab: Lab,
    charts: string,
    login: { username: string; password: string },
  ): Promise<PasswordRepository> {
    const directory = mkdtempSync(join(tmpdir(), 'meshwork-charts-'));
    const packed = join(directory, 'charts');
    execFileSync('mkdir', [packed]);
    const entries = readdirSync(charts).map((name) => {
      const chart = parse(readFileSync(join(charts, name, 'Chart.yaml'), 'utf8')) as { version: string };
      const file = `${name}-${chart.version}.tgz`;
      execFileSync('tar', ['-C', charts, '-czf', join(packed, file), name]);
      return [name, [{ ...chart, urls: [file] }]] as const;
    });
    writeFileSync(join(packed, 'index.yaml'), stringify({ apiVersion: 'v1', entries: Object.fromEntries(entries) }));
    const basic = Buffer.from(`${login.username}:${login.password}`).toString('base64');
    writeFileSync(join(directory, 'login'), `Basic ${basic}`, { mode: 0o600 });
    writeFileSync(join(directory, 'seen'), '');
    const repository = new PasswordRepository(directory, lab.exec(['node', '-e', SERVER, directory, String(PORT)]));
    const ready = (lines: readonly string[]) => lines.includes('ready');
    await eventually(() => Promise.resolve(repository.seen()), ready, AbortSignal.timeout(60_000));
    return repository;
  }

  /** What it was asked for: `asked STATUS PATH`. */
  seen(): string[] {
    return readFileSync(join(this.directory, 'seen'), 'utf8').trimEnd().split('\n');
  }

  /** Ends it, and removes its files. */
  async stop(): Promise<void> {
    writeFileSync(join(this.directory, 'stop'), '');
    await this.running;
    rmSync(this.directory, { recursive: true });
  }
}
