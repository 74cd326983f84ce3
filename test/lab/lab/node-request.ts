import type { Lab } from '../../../lab/lab';

/** A request over HTTP. */
export interface NodeRequest {
  /** IP address that it goes to. */
  readonly address: string;
  /** Default: 80. */
  readonly port?: number;
  /** The Host header. */
  readonly host: string;
  /** Default: one that netexec answers with the name of its pod. */
  readonly path?: string;
}

/** The answer, or the reason why there was none. */
export interface NodeResponse {
  /** 0 where no answer came. */
  readonly status: number;
  /** Where no answer came: why. */
  readonly body: string;
}

const PROGRAM = `
  const [address, port, host, path] = process.argv.slice(1);
  const ask = () => require('http').get({ host: address, port, path, headers: { host } }, async (response) => {
    let body = '';
    for await (const part of response) body += part;
    console.log(JSON.stringify({ status: response.statusCode, body }));
  }).once('error', (error) => error.code === 'ECONNREFUSED' ? setTimeout(ask, 100) : (console.error(error), process.exit(1)));
  ask();`;

/** Makes one request from the node of a cluster, outside of pods and their proxies; it is repeated for as long as no server listens. */
export async function requestFromNode(
  lab: Lab,
  cluster: string,
  { address, host, path = '/hostname', port = 80 }: NodeRequest,
): Promise<NodeResponse> {
  const onNode = ['nsenter', `--net=/run/netns/${cluster}`, '--', 'timeout', '60'];
  const command = [...onNode, 'node', '-e', PROGRAM, address, String(port), host, path];
  const { code, stderr, stdout } = await lab.exec(command);
  return code === 0 ? (JSON.parse(stdout) as NodeResponse) : { status: 0, body: `exit code ${code}: ${stderr}` };
}

const REPEATED = `
  const { address, host, path, port, times } = JSON.parse(process.argv[1]);
  const { request } = require('node:http');
  const ask = () => new Promise((resolve, reject) => request({ host: address, port, path, headers: { host }, agent: false }, async (response) => {
    let body = '';
    for await (const part of response) body += part;
    resolve(response.statusCode + ' ' + body);
  }).once('error', reject).end());
  (async () => {
    const answers = [];
    for (let made = 0; made < times; made += 1) answers.push(await ask());
    console.log(JSON.stringify(answers));
  })();`;

/**
 * Makes requests from the node of a cluster one after the other, each over a connection of its own.
 *
 * @returns the answers, each as `200 BODY`.
 * @throws Error if one gets none.
 */
export async function requestsFromNode(
  lab: Lab,
  cluster: string,
  { path = '/hostname', port = 80, ...request }: NodeRequest,
  times: number,
): Promise<string[]> {
  const onNode = ['nsenter', `--net=/run/netns/${cluster}`, '--', 'timeout', '120'];
  const given = JSON.stringify({ ...request, path, port, times });
  return JSON.parse(await lab.run([...onNode, 'node', '-e', REPEATED, given])) as string[];
}
