import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ingressRoutesOf,
  type IngressRouteSubject,
  isAskedRoute,
  judgeIngressRoute,
  unaskedRoute,
} from '../../../../../cli/checks/ingress/ingress-routes';
import type { HttpAnswer } from '../../../../../cli/tunnel-http';
import type { IngressRouteResult } from '../../../../../cli/checks/ingress/ingress-routes';
import { Example } from '../../../../../examples/example';
import type { MeshworkOutputs } from '../../../../../outputs/contract';
import { plan } from '../../../../../model/plan/plan';
import { resolve } from '../../../../../model/topology/resolve';
import { withFront } from '../../../model/rules/ingress-gateways';
import { specOf } from '../../../model/specimen';

const spec = specOf(Example.find('s7-several-meshes-several-networks')?.config() ?? {});
const AUTHORITY = readFileSync(join(__dirname, '../../../model/certificates/authority.pem'), 'utf8');
const reading = { spec, plan: plan(resolve(spec)), accesses: {} };
const outputs: MeshworkOutputs = {
  schemaVersion: 1,
  meshes: {},
  clusters: {},
  services: {},
  ingressGateways: {
    front: {
      ...{ cluster: 'east', addresses: ['10.0.0.9'], port: 80, ports: { http: 80 }, certificates: {} },
      clusters: { east: { addresses: ['10.0.0.9'], ports: { http: 80 } } },
    },
  },
  federations: {},
  workloadGroups: {},
};

const subject = (over: Partial<IngressRouteSubject> = {}): IngressRouteSubject => ({
  ...{ gateway: 'front', cluster: 'east', route: 'orders', host: 'orders.example', addresses: ['10.0.0.9'], port: 80 },
  ...{ protocol: 'http', selector: { istio: 'ingress-front' } },
  ...{ requestedHost: 'orders.example', path: '', proxyProtocol: false, tls: false, wantsCertificate: false },
  ...over,
});
const own = (status: number, body: string): HttpAnswer => ({ status, body, headers: {}, milliseconds: 1 });
const fromBehind = (status: number, body: string): HttpAnswer => ({
  ...own(status, body),
  headers: { 'x-envoy-upstream-service-time': '3' },
});
const outcome = ({ ok, outcome: what }: IngressRouteResult) => [what, ok];

describe('verify: ingress routes', () => {
  it('are asked for by each of their hosts, with the address where requests from outside arrive', () => {
    assert.deepEqual(ingressRoutesOf(reading, outputs, 'dev'), [subject({ port: 443, tls: true })]);
  });

  it('are asked for in each cluster of a gateway, and requests from outside go to its addresses there', () => {
    const raw = withFront({
      ...{ cluster: undefined, clusters: ['west', 'east'] },
      routes: { shop: { hosts: ['shop.example'], service: 'orders' } },
    });
    const several = specOf(raw);
    const place = (address: string) => ({ addresses: [address], ports: { http: 80 } });
    const { front } = outputs.ingressGateways;
    assert.ok(front);
    const clusters = { east: place('10.0.0.9'), west: place('10.0.0.10') };
    const asked = (entry: typeof front) =>
      ingressRoutesOf(
        { ...reading, spec: several, plan: plan(resolve(several)) },
        { ...outputs, ingressGateways: { front: entry } },
        'dev',
      );
    assert.deepEqual(
      asked({ ...front, clusters }).map(({ addresses, cluster }) => [cluster, addresses]),
      [
        ['east', ['10.0.0.9']],
        ['west', ['10.0.0.10']],
      ],
    );
    assert.throws(() => asked(front), {
      message:
        'The config of stack dev has a gateway "front" in cluster "west", but its outputs do not: it was not deployed yet. Run `pulumi up` first.',
    });
  });

  it('are asked for in TLS where a server ends it, below the path of the route, and by a name that a wildcard stands for', () => {
    const config = Example.find('s7-several-meshes-several-networks')?.config();
    const tls = { hosts: ['*.shop.example'], certificate: { generate: {} } };
    const mutual = { hosts: ['b2b.shop.example'], certificate: { secret: 'b2b' }, clients: { authority: AUTHORITY } };
    const front = {
      cluster: 'east',
      https: { tls, mutual },
      routes: {
        shop: { hosts: ['*.shop.example'], service: 'orders', paths: ['/orders/'] },
        partner: { hosts: ['b2b.shop.example'], service: 'orders' },
        plain: { hosts: ['*'], service: 'orders' },
      },
    };
    const secure = specOf({ ...config, ingressGateways: { front } });
    const subjects = ingressRoutesOf({ ...reading, spec: secure, plan: plan(resolve(secure)) }, outputs, 'dev');
    assert.deepEqual(
      subjects.map(({ path, port, requestedHost, route }) => [route, requestedHost, port, path]),
      [
        ['partner', 'b2b.shop.example', 443, ''],
        ['plain', 'meshwork-verify.example', 80, ''],
        ['shop', 'meshwork-verify.shop.example', 443, '/orders'],
      ],
    );
    const [partner] = subjects;
    assert.ok(partner !== undefined && !isAskedRoute(partner));
    assert.equal(unaskedRoute(partner).detail, 'the gateway wants a certificate of clients, and verify has none');
  });

  it('have to be deployed', () => {
    assert.throws(
      () => ingressRoutesOf(reading, { ...outputs, ingressGateways: {} }, 'dev'),
      /a gateway "front".*not deployed/,
    );
  });

  it('are asked for if a request over HTTP can be answered behind them', () => {
    assert.deepEqual(
      ['http', 'http2', 'grpc'].map((protocol) => isAskedRoute(subject({ protocol }))),
      [true, true, false],
    );
  });

  it('are answered by the service behind, whatever it says', () => {
    for (const [status, body] of [
      [200, 'hello'],
      [200, ''],
      [404, ''],
      [500, 'sorry'],
    ] as const)
      assert.deepEqual(
        outcome(judgeIngressRoute(subject(), fromBehind(status, body))),
        ['answered', true],
        `${status}`,
      );
  });

  it('are answered by a proxy that does not say how long the service took', () => {
    assert.deepEqual(outcome(judgeIngressRoute(subject(), own(200, 'hello'))), ['answered', true]);
  });

  it('show who called whom where the service tells', () => {
    const headers = { 'X-Forwarded-Client-Cert': ['By=spiffe://b/sa/orders;Subject="";URI=spiffe://b/sa/gateway'] };
    const result = judgeIngressRoute(subject(), fromBehind(200, JSON.stringify(headers)));
    assert.deepEqual(
      [result.sourceIdentity, result.destinationIdentity],
      ['spiffe://b/sa/gateway', 'spiffe://b/sa/orders'],
    );
  });

  it('are not answered by the gateway itself, or by the proxy before a service that is not there', () => {
    const unknown = judgeIngressRoute(subject(), own(404, ''));
    assert.deepEqual([...outcome(unknown), unknown.detail], ['silent', false, 'the gateway knows no such host']);
    assert.deepEqual(outcome(judgeIngressRoute(subject(), own(503, 'no healthy upstream'))), ['silent', false]);
    assert.deepEqual(outcome(judgeIngressRoute(subject(), own(500, ''))), ['silent', false]);
    const refused = fromBehind(503, 'upstream connect error or disconnect/reset before headers');
    assert.deepEqual(outcome(judgeIngressRoute(subject(), refused)), ['silent', false]);
  });

  it('may be denied by a policy of the service', () => {
    assert.deepEqual(outcome(judgeIngressRoute(subject(), fromBehind(403, 'RBAC: access denied'))), ['denied', true]);
  });
});
