import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { requestToken, type TokenRequest } from '../../components/machines/token-request';

const SECRET = 'VERYSECRETBEARER';
const ROOT = join(__dirname, '../..');

/** Answers of an API server by path: status and body. The lab has a real one, which issues tokens (test/lab/machines/tokens.ts). */
type Answers = Readonly<Record<string, readonly [number, object]>>;

const RESOURCES = '/api/v1';
const TOKEN = '/api/v1/namespaces/vms/serviceaccounts/legacy/token';
const WITH_TOKENS = { resources: [{ name: 'serviceaccounts' }, { name: 'serviceaccounts/token' }] };

describe('the program that asks a cluster for a token', () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.close();
  });

  it('writes the token, and nothing else', async () => {
    const answers = { [RESOURCES]: [200, WITH_TOKENS], [TOKEN]: [201, { status: { token: 'a.b.c' } }] } as const;
    assert.deepEqual(await run(await serve(answers)), { code: 0, stdout: 'a.b.c', stderr: '' });
  });

  it('fails with the reason, and without the request, where no API server answers', async () => {
    const { code, stderr, stdout } = await run('http://127.0.0.1:1');
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(stderr, /^meshwork: the cluster could not be asked what it serves: .*ECONNREFUSED/);
    assert.ok(!stderr.includes(SECRET), stderr);
  });

  const refused: readonly [string, Answers, string][] = [
    [
      'a cluster that issues none',
      { [RESOURCES]: [200, { resources: [{ name: 'serviceaccounts' }] }] },
      'the cluster issues no tokens that end: its API has no serviceaccounts/token. Use `identity: certificate` for machines of this cluster.',
    ],
    [
      'a user who may not ask',
      {
        [RESOURCES]: [200, WITH_TOKENS],
        [TOKEN]: [403, { message: 'serviceaccounts "legacy" is forbidden: User "mesh" cannot create resource' }],
      },
      'the cluster could not issue a token for service account vms/legacy: 403 serviceaccounts "legacy" is forbidden: User "mesh" cannot create ' +
        'resource',
    ],
    [
      'an answer without a token',
      { [RESOURCES]: [200, WITH_TOKENS], [TOKEN]: [201, {}] },
      'the cluster answered without a token for service account vms/legacy.',
    ],
    [
      'credentials that the cluster does not take',
      { [RESOURCES]: [401, { message: 'Unauthorized' }] },
      'the cluster could not be asked what it serves: 401 Unauthorized',
    ],
  ];
  for (const [what, answers, message] of refused)
    it(`says in words why there is none: ${what}`, async () => {
      await assert.rejects(requestToken(asked(await serve(answers))), { message });
    });

  async function serve(answers: Answers): Promise<string> {
    const started = createServer(({ headers, url = '' }, response) => {
      assert.equal(headers.authorization, `Bearer ${SECRET}`);
      const [status, body] = answers[url.replace(/\/$/, '')] ?? [404, { message: `no ${url}` }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  }
});

/** Runs the program as the command of a machine's token does. */
async function run(address: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const program = spawn('node', ['--require', 'tsx/cjs', 'components/machines/mint-token.ts'], { cwd: ROOT });
  const ended = new Promise<number | null>((resolve) => program.once('close', resolve));
  program.stdin.end(JSON.stringify(asked(address)));
  const [stdout, stderr] = await Promise.all([text(program.stdout), text(program.stderr)]);
  return { code: await ended, stdout, stderr };
}

function asked(server: string): TokenRequest {
  const kubeconfig = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'one', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'one', user: { token: SECRET } }],
    contexts: [{ name: 'one', context: { cluster: 'one', user: 'one' } }],
    'current-context': 'one',
  });
  return { kubeconfig, namespace: 'vms', serviceAccount: 'legacy', audience: 'istio-ca', seconds: 3600 };
}
