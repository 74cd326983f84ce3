import type { Lab } from '../../../lab/lab';

/** A request over HTTP by the PROXY protocol: a load balancer tells the address of its client before it. */
export interface ProxyRequest {
  /** IP address that it goes to. */
  readonly address: string;
  readonly port: number;
  /** The Host header. */
  readonly host: string;
  readonly path: string;
  /** The address of the client that is told. Default: the connection begins with the request, and tells none. */
  readonly client?: string;
}

const PROGRAM = `
  const given = JSON.parse(process.argv[1]);
  const socket = require('node:net').connect(given.port, given.address);
  const told = given.client === undefined ? '' : 'PROXY TCP4 ' + given.client + ' ' + given.address + ' 40000 ' + given.port + '\\r\\n';
  socket.write(told + 'GET ' + given.path + ' HTTP/1.1\\r\\nHost: ' + given.host + '\\r\\nConnection: close\\r\\n\\r\\n');
  let all = '';
  socket.on('data', (part) => all += part).on('error', () => undefined).on('close', () => console.log(JSON.stringify(all)));
  socket.setTimeout(20000, () => socket.destroy());`;

/** Makes one request from the node of a cluster, outside of pods and their proxies. The answer is all that came: empty if the connection was closed. */
export async function requestByProxy(lab: Lab, cluster: string, request: ProxyRequest): Promise<string> {
  const onNode = ['nsenter', `--net=/run/netns/${cluster}`, '--', 'timeout', '60'];
  return JSON.parse(await lab.run([...onNode, 'node', '-e', PROGRAM, JSON.stringify(request)])) as string;
}
