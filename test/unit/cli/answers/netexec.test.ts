import { strict as assert } from 'node:assert';
import { dialPath, readDial, readVisit, visitPath } from '../../../../cli/answers/netexec';

describe('verify: netexec', () => {
  it('asks for one call that echoes the headers', () => {
    assert.equal(
      dialPath('server.probe.svc.cluster.local', 80),
      '/dial?host=server.probe.svc.cluster.local&port=80&protocol=http&request=header&tries=1',
    );
  });

  it('takes both identities from the report of the server’s proxy', () => {
    const headers = {
      'X-Forwarded-Client-Cert': ['By=spiffe://b/sa/server-v1;Subject="";URI=spiffe://b/sa/client-west'],
    };
    assert.deepEqual(readDial(200, JSON.stringify({ responses: [JSON.stringify(headers)] })), {
      kind: 'answer',
      source: 'spiffe://b/sa/client-west',
      destination: 'spiffe://b/sa/server-v1',
    });
  });

  it('believes the nearest proxy, not the claims of a caller', () => {
    const headers = { 'X-Forwarded-Client-Cert': ['By=x;URI=spiffe://liar,By=spiffe://server;URI=spiffe://true'] };
    const call = readDial(200, JSON.stringify({ responses: [JSON.stringify(headers)] }));
    assert.equal(call.kind === 'answer' && call.source, 'spiffe://true');
  });

  it('has no identities if the server saw no certificate', () => {
    assert.deepEqual(readDial(200, JSON.stringify({ responses: ['{"User-Agent":["Go"]}'] })), {
      kind: 'answer',
      source: undefined,
      destination: undefined,
    });
  });

  it('gets a page by its name, so that the Host header has it', () => {
    const path = new URL(visitPath('http://catalog.shop:80/'), 'http://pod');
    assert.equal(`${path.searchParams.get('host')}:${path.searchParams.get('port')}`, '127.0.0.1:8080');
    const redirect = new URL(path.searchParams.get('request') ?? '', 'http://pod');
    assert.deepEqual(
      [redirect.pathname, redirect.searchParams.get('location'), redirect.searchParams.get('code')],
      ['/redirect', 'http://catalog.shop/', '302'],
    );
  });

  it('reads a page, an empty one too, and why there is none', () => {
    assert.deepEqual(readVisit(200, '{"responses":["NOW: today"]}'), { kind: 'page', body: 'NOW: today' });
    assert.deepEqual(readVisit(200, '{}'), { kind: 'page', body: '' });
    assert.deepEqual(readVisit(200, '{"errors":["no such host"]}'), { kind: 'error', message: 'no such host' });
    assert.equal(readVisit(400, 'no').kind, 'error');
    assert.equal(readVisit(200, '<html>').kind, 'error');
  });

  const failures: readonly [string, number, string, RegExp][] = [
    ['a refused connection', 200, '{"errors":["Get \\"http://10.0.0.1\\": EOF"]}', /EOF/],
    [
      'a 503 that a proxy answered',
      200,
      '{"responses":["no healthy upstream"]}',
      /a proxy answered: no healthy upstream/,
    ],
    ['a name that does not resolve', 400, 'host and/or port param are invalid.', /answered 400: host/],
    ['an empty answer', 200, '{}', /answered with nothing/],
    ['something else than JSON', 200, '<html>', /something else than JSON/],
  ];
  for (const [what, status, body, message] of failures)
    it(`reports ${what} as an error`, () => {
      const call = readDial(status, body);
      assert.match(call.kind === 'error' ? call.message : 'it is an answer', message);
    });
});
