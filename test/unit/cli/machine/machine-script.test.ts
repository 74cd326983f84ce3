import { strict as assert } from 'node:assert';
import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { peersIn } from '../../../../cli/answers/netexec';
import { connectCommand, lookScript, startScript, stopScript } from '../../../../cli/machine/machine-script';
import { asSocket, TunnelHttp } from '../../../../cli/tunnel-http';

const FOLDER = join(__dirname, '..', '..', '..', '..', 'cli', 'machine', 'script');
const SERVER = { unit: 'probe-vm-1', address: '10.0.51.2', onlyGroupPorts: false };

/** The answer of the server on a machine to a request. */
function answerTo(...lines: readonly string[]): { head: string[]; body: string } {
  const input = [...lines, '', ''].join('\r\n');
  const text = execFileSync('bash', [join(FOLDER, 'answer.sh')], { input, encoding: 'utf8' });
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { head: head.split('\r\n'), body };
}

describe('verify: scripts for machines', () => {
  for (const [what, script] of [
    ['starts the server', startScript(SERVER)],
    ['ends the server', stopScript(SERVER)],
    ['looks at the machine', lookScript(SERVER)],
  ] as const)
    it(`are ones that bash can read: that which ${what}`, () => {
      assert.equal(execFileSync('bash', ['-n'], { input: script, encoding: 'utf8' }), '');
    });

  it('have the proxy take the port only where it takes those of the group alone', () => {
    assert.match(startScript(SERVER), /^TAKE_IN='no'$/m);
    assert.match(startScript({ ...SERVER, onlyGroupPorts: true }), /^TAKE_IN='yes'$/m);
    assert.match(startScript({ ...SERVER, address: 'fd00::2' }), /^FAMILY='6'$/m);
  });

  it('answer as netexec does, with the certificates that the proxy forwarded', () => {
    const certificate = 'By=spiffe://a/ns/b/sa/c;Hash=1;Subject="";URI=spiffe://a/ns/b/sa/d';
    const { body, head } = answerTo('GET /header HTTP/1.1', 'host: x', `x-forwarded-client-cert: ${certificate}`);
    assert.deepEqual(peersIn(body), { source: 'spiffe://a/ns/b/sa/d', destination: 'spiffe://a/ns/b/sa/c' });
    assert.equal(head[0], 'HTTP/1.1 200 OK');
    assert.ok(head.includes(`Content-Length: ${body.length}`), head.join());
  });

  it('answer a request without certificates, in which no header becomes a command', () => {
    const { body } = answerTo('GET /header HTTP/1.1', 'x: $(exit 9) `exit 9` \\ "', 'X-FORWARDED-CLIENT-CERT-NOT: 1');
    assert.deepEqual(peersIn(body), { source: undefined, destination: undefined });
    const quoted = answerTo('GET / HTTP/1.1', 'X-Forwarded-Client-Cert: By=$(exit 9);URI="a\\"b"').body;
    assert.deepEqual(JSON.parse(quoted), { 'X-Forwarded-Client-Cert': ['By=$(exit 9);URI="a\\"b"'] });
  });

  it('say nothing to a connection that ends before it asks', () => {
    assert.equal(execFileSync('bash', [join(FOLDER, 'answer.sh')], { input: '', encoding: 'utf8' }), '');
  });

  it('join a program to a port, for several requests, and end with either side', async () => {
    const server = createServer(({ headers, url }, response) => response.end(`${headers.host ?? ''}${url ?? ''}`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const child = spawn('sh', ['-c', connectCommand('127.0.0.1', (server.address() as AddressInfo).port)]);
    const ended = new Promise((resolve) => child.on('close', resolve));
    const http = new TunnelHttp(
      () => Promise.resolve(asSocket(Duplex.from({ readable: child.stdout, writable: child.stdin }))),
      'server',
    );
    const signal = AbortSignal.timeout(10_000);
    assert.equal((await http.get('/one', signal, 'name')).body, 'name/one');
    assert.equal((await http.get('/two', signal, 'name')).body, 'name/two');
    http.close();
    child.stdin.end();
    await ended;
    server.close();
    server.closeAllConnections();
  });

  it('tell why a port cannot be joined', async () => {
    const child = spawn('sh', ['-c', connectCommand('127.0.0.1', 1)]);
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const code = await new Promise((resolve) => child.on('close', resolve));
    assert.equal(code, 1);
    assert.match(said, /refused/i);
  });

  it('hold no text of their own in a form that a shell would take apart', () => {
    const answer = readFileSync(join(FOLDER, 'answer.sh'), 'utf8');
    const shown = execFileSync('bash', ['-s'], {
      input: `${startScript(SERVER)
        .split('\n')
        .slice(0, -2)
        .join('\n')
        .replace(/^if \[[^]*?^fi$/m, '')}\nprintf %s "$ANSWER"`,
      encoding: 'utf8',
    });
    assert.equal(shown, answer);
  });
});
