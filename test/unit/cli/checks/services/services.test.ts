import { strict as assert } from 'node:assert';
import type { Visit } from '../../../../../cli/answers/netexec';
import { isAsked, judgeService, servicesOf, type ServiceSubject } from '../../../../../cli/checks/services/services';
import { Example } from '../../../../../examples/example';
import type { MeshworkOutputs } from '../../../../../outputs/contract';
import { plan } from '../../../../../model/plan/plan';
import { resolve } from '../../../../../model/topology/resolve';
import { specOf } from '../../../model/specimen';

const spec = specOf(Example.find('s1-no-mesh')?.config() ?? {});
const host = (service: string) => `${service}.shop.svc.cluster.local`;
const output = (service: string, address: string) => ({ host: host(service), addresses: { east: [address] } });
const outputs: MeshworkOutputs = {
  schemaVersion: 1,
  meshes: {},
  clusters: {},
  services: { orders: output('orders', '10.0.0.1'), catalog: output('catalog', '10.0.0.2') },
  ingressGateways: {},
  federations: {},
  workloadGroups: {},
};

const page = (body: string): Visit => ({ kind: 'page', body });
const subject = (over: Partial<ServiceSubject> = {}): ServiceSubject => ({
  service: 'catalog',
  consumer: 'west',
  host: host('catalog'),
  port: 80,
  protocol: 'http',
  by: 'ingress',
  addresses: ['10.0.0.2'],
  ...over,
});
const outcome = (visit: Visit, elsewhere?: Visit) => judgeService(subject(), visit, elsewhere).outcome;

describe('verify: services', () => {
  it('are asked in each cluster that uses them', () => {
    assert.deepEqual(
      servicesOf({ spec, plan: plan(resolve(spec)), accesses: {} }, outputs, 'dev').map(
        ({ addresses, by, consumer, host: name, port }) => [consumer, name, port, by, addresses],
      ),
      [
        ['west', host('catalog'), 80, 'ingress', ['10.0.0.2']],
        ['west', host('orders'), 80, 'loadBalancer', ['10.0.0.1']],
      ],
    );
  });

  it('have to be deployed', () => {
    const reading = { spec, plan: plan(resolve(spec)), accesses: {} };
    assert.throws(() => servicesOf(reading, { ...outputs, services: {} }, 'dev'), /a service "catalog".*not deployed/);
  });

  it('are asked if they speak HTTP', () => {
    assert.deepEqual(
      ['http', 'https', 'grpc', 'tcp'].map((protocol) => isAsked(subject({ protocol }))),
      [true, false, false, false],
    );
  });

  it('answer with any page of their own, an empty one too', () => {
    assert.equal(outcome(page('NOW: today')), 'answered');
    assert.equal(outcome(page('')), 'answered');
    assert.equal(judgeService(subject(), page('one\ntwo'), page('404')).detail, 'one');
  });

  it('do not answer if a proxy or the ingress controller does', () => {
    assert.equal(outcome({ kind: 'error', message: 'no such host' }), 'silent');
    assert.equal(outcome(page('no healthy upstream')), 'silent');
    assert.equal(outcome(page(''), page('')), 'silent');
    assert.equal(outcome(page('<h1>404</h1>'), page('<h1>404</h1>')), 'silent');
    assert.equal(outcome(page('NOW: today'), { kind: 'error', message: 'EOF' }), 'answered');
  });

  const FAILURES = {
    nginx:
      '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>',
    HAProxy:
      '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>',
    Traefik: 'no available server\n',
    'Traefik, where connections are refused': 'Bad Gateway',
  };
  for (const [controller, body] of Object.entries(FAILURES))
    it(`do not answer if it is ${controller} that cannot reach them`, () => {
      assert.equal(outcome(page(body), page('404 page not found')), 'silent');
      // Before a load balancer's address there is no such proxy: the page is that of the service.
      assert.equal(judgeService(subject({ by: 'loadBalancer' }), page(body), undefined).outcome, 'answered');
    });

  it('answer with pages that only speak of failures', () => {
    assert.equal(outcome(page('<h1>Orders</h1> 503 are open'), page('404 page not found')), 'answered');
    assert.equal(outcome(page('<title>5020 orders</title>'), page('404 page not found')), 'answered');
    assert.equal(outcome(page('Bad Gateway is the name of a book'), page('404 page not found')), 'answered');
  });
});
