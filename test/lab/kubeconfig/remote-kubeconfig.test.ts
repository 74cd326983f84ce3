import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createProxy, type Server as Proxy } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as pulumi from '@pulumi/pulumi';
import { remoteKubeconfig } from '../../../components/discovery/remote-kubeconfig';
import { istioCrdsOf } from '../../../config/cluster-crds';
import { buildArtifacts } from '../../../lab/build/artifacts';
import { StreamProgress } from '../../../lab/progress';

const CERTIFICATES = join(__dirname, '..', '..', 'unit', 'model', 'certificates');
const AUTHORITY = readFileSync(join(CERTIFICATES, 'authority.pem'));

/** The name in the server's certificate. No resolver knows it. */
const NAME = 'shop.example';

/** An API server that the remote kubeconfig and the provider's lead to: through a proxy, and with a certificate for another name than the address. */
describe('an API server behind a proxy, with a certificate for another name', () => {
  let kubectl: string;
  let directory: string;
  let server: Server;
  let proxy: Proxy;
  /** Hosts and ports that the proxy was asked for. */
  let proxied: string[];
  /** Names that the server was asked for, and tokens. */
  let asked: { name: unknown; authorization: string | undefined }[];

  before(async () => {
    kubectl = join((await buildArtifacts({ progress: new StreamProgress() })).binDirectory, 'kubectl');
  });
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'meshwork-kubeconfig-'));
    [proxied, asked] = [[], []];
    const [cert, key] = [readFileSync(join(CERTIFICATES, 'shop.pem')), readFileSync(join(CERTIFICATES, 'shop.key'))];
    server = createServer({ cert, key }, (request, response) => {
      const { servername } = request.socket as typeof request.socket & { readonly servername?: unknown };
      asked.push({ name: servername, authorization: request.headers.authorization });
      response.setHeader('content-type', 'application/json').end('{"items":[]}');
    });
    proxy = createProxy().on('connect', ({ url = '' }, client, head) => {
      proxied.push(url);
      const [host, port] = url.split(':');
      const onward = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.write(head);
        onward.pipe(client).pipe(onward);
      });
      onward.on('error', () => client.destroy());
      client.on('error', () => onward.destroy());
    });
    for (const one of [server, proxy]) await once(one.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    for (const one of [server, proxy]) one.close().closeAllConnections();
    rmSync(directory, { recursive: true });
  });

  const portOf = (one: Server | Proxy) => (one.address() as AddressInfo).port;

  /** The kubeconfig of a remote secret. */
  async function kubeconfig(change: { tlsServerName?: string; proxyUrl?: string } = {}): Promise<string> {
    const text = remoteKubeconfig('west', {
      server: `https://127.0.0.1:${portOf(server)}`,
      certificateAuthority: AUTHORITY.toString('base64'),
      tlsServerName: NAME,
      proxyUrl: `http://127.0.0.1:${portOf(proxy)}`,
      disableCompression: true,
      token: 'of-the-reader',
      ...change,
    });
    return (text as pulumi.Output<string> & { promise(): Promise<string> }).promise();
  }

  /** Has kubectl ask the server. It reads kubeconfigs with the library that istiod reads remote secrets with. */
  async function ask(text: string): Promise<string> {
    const file = join(directory, 'kubeconfig');
    writeFileSync(file, text);
    const command = ['--kubeconfig', file, 'get', '--raw', '/anything'];
    return (await promisify(execFile)(kubectl, command, { env: { HOME: directory } })).stdout;
  }

  it('is reached by the remote kubeconfig', async () => {
    assert.equal(await ask(await kubeconfig()), '{"items":[]}');
    assert.deepEqual(proxied, [`127.0.0.1:${portOf(server)}`]);
    assert.deepEqual(asked, [{ name: NAME, authorization: 'Bearer of-the-reader' }]);
  });

  it('is reached by the program that looks for CRDs', async () => {
    assert.deepEqual(await istioCrdsOf(await kubeconfig()), []);
    assert.deepEqual(proxied, [`127.0.0.1:${portOf(server)}`]);
    assert.deepEqual(asked, [{ name: NAME, authorization: 'Bearer of-the-reader' }]);
  });

  it('gets no token under another name, nor without the proxy', async () => {
    await assert.rejects(
      async () => ask(await kubeconfig({ tlsServerName: 'other.example' })),
      /certificate is valid for/,
    );
    const behindProxy = await kubeconfig();
    proxy.close().closeAllConnections();
    await assert.rejects(ask(behindProxy), /was refused/);
    assert.deepEqual(asked, []);
  });
});
