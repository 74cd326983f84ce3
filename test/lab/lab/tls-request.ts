import { strict as assert } from 'node:assert';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../../../lab/lab';
import type { Outcome } from '../../../lab/outcome';

/** A request over HTTPS. The client takes only a certificate of the authority, for the host. */
export interface TlsRequest {
  /** IP address that it goes to. */
  readonly address: string;
  /** Default: 443. */
  readonly port?: number;
  /** The host in SNI and in the Host header. */
  readonly host: string;
  readonly path: string;
  /** File with the authority of the server, PEM. */
  readonly authority: string;
  /** Files with a certificate of the client and its key, PEM. Default: it has none. */
  readonly client?: { readonly certificate: string; readonly key: string };
  /** The highest version of TLS that it speaks. Default: the highest of all. */
  readonly maxVersion?: 'TLSv1.2';
}

/** The answer, or the reason why there was none. */
export interface TlsResponse {
  /** 0 where no answer came. */
  readonly status: number;
  /** Where no answer came: why. */
  readonly body: string;
  /** SHA-256 of the certificate of the server. */
  readonly fingerprint?: string;
}

const ASK = `
  const { readFileSync, existsSync } = require('node:fs');
  const { request } = require('node:https');
  const given = JSON.parse(process.argv[1]);
  const read = (file) => file === undefined ? undefined : readFileSync(file);
  const options = {
    host: given.address, port: given.port ?? 443, path: given.path, servername: given.host, headers: { host: given.host }, agent: false,
    ca: read(given.authority), cert: read(given.client?.certificate), key: read(given.client?.key), timeout: 20000,
    ...(given.maxVersion === undefined ? {} : { maxVersion: given.maxVersion }),
  };
  const ask = () => new Promise((resolve) => request(options, async (response) => {
    const fingerprint = response.socket.getPeerX509Certificate()?.fingerprint256;
    let body = '';
    for await (const part of response) body += part;
    resolve({ status: response.statusCode, body, fingerprint });
  }).once('timeout', function () { this.destroy(new Error('no answer within 20 s')); })
    .once('error', (error) => resolve({ status: 0, body: (error.code ?? '') + ' ' + error.message })).end());`;

const ONCE = `${ASK}
  ask().then((response) => console.log(JSON.stringify(response)));`;

const LOOP = `${ASK}
  (async () => {
    const tally = { requests: 0, failures: [], fingerprints: [] };
    while (!existsSync(given.until)) {
      const { body, fingerprint, status } = await ask();
      tally.requests += 1;
      if (status !== 200) tally.failures.push(status + ' ' + body);
      else if (!tally.fingerprints.includes(fingerprint)) tally.fingerprints.push(fingerprint);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    console.log(JSON.stringify(tally));
  })();`;

function run(lab: Lab, cluster: string, program: string, given: object): Promise<Outcome> {
  const onNode = ['nsenter', `--net=/run/netns/${cluster}`, '--', 'timeout', '600'];
  return lab.exec([...onNode, 'node', '-e', program, JSON.stringify(given)]);
}

/** Makes one request from the node of a cluster, outside of pods and their proxies. */
export async function requestOverTls(lab: Lab, cluster: string, request: TlsRequest): Promise<TlsResponse> {
  const { code, stderr, stdout } = await run(lab, cluster, ONCE, request);
  return code === 0 ? (JSON.parse(stdout) as TlsResponse) : { status: 0, body: `exit code ${code}: ${stderr}` };
}

/** The outcome of the requests of a loop, each over a connection of its own. */
export interface TlsTally {
  readonly requests: number;
  readonly failures: readonly string[];
  /** The certificates of the server that were seen, in order. */
  readonly fingerprints: readonly string[];
}

/** Makes requests from the node of a cluster, one after the other, while something is done. */
export async function requestsDuring(
  lab: Lab,
  cluster: string,
  request: TlsRequest,
  work: () => Promise<void>,
): Promise<TlsTally> {
  const until = join(await mkdtemp(join(tmpdir(), 'meshwork-loop-')), 'stop');
  const loop = run(lab, cluster, LOOP, { ...request, until });
  try {
    await work();
  } finally {
    await writeFile(until, '');
  }
  const { code, stderr, stdout } = await loop;
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as TlsTally;
}
