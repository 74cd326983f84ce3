import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  hasFailed,
  importsOf,
  type ImportSubject,
  isTrusted,
  judgeImport,
  unaskedImport,
} from '../../../../../cli/checks/imports/imports';
import type { Visit } from '../../../../../cli/answers/netexec';
import type { ImportResult } from '../../../../../cli/checks/imports/imports';
import { Example } from '../../../../../examples/example';
import type { FederationOutput, ImportOutput, MeshworkOutputs } from '../../../../../outputs/contract';
import { plan } from '../../../../../model/plan/plan';
import { resolve } from '../../../../../model/topology/resolve';
import { specOf } from '../../../model/specimen';

const spec = specOf(Example.find('s6-several-meshes-one-network')?.config() ?? {});
const reading = { spec, plan: plan(resolve(spec)), accesses: {} };
const pem = (name: string) => readFileSync(join(__dirname, '..', '..', 'fixtures', `${name}.pem`), 'utf8');
const [ROOT, OTHER_ROOT] = ['root', 'other-root'].map(pem) as [string, string];
const ORDERS = 'orders.shop.svc.blue.mesh.internal';
const STOCK = 'stock.store.svc.green.mesh.internal';
const imported = (service: string, from: string, to: string, host: string): ImportOutput => ({
  ...{ service, from, to, host },
  ports: { http: 80 },
});
const mesh = (name: string) => ({
  ...{ meshId: name, trustDomain: `${name}.example`, rootCertificate: `root of ${name}`, rootExpiry: '' },
});
const outputs = (over: Partial<FederationOutput> = {}): MeshworkOutputs => ({
  schemaVersion: 1,
  meshes: { blue: mesh('blue'), green: mesh('green') },
  clusters: {},
  services: {},
  ingressGateways: {},
  workloadGroups: {},
  federations: {
    'blue-green': {
      meshes: ['blue', 'green'],
      trust: 'exchanged',
      imports: [imported('orders', 'blue', 'green', ORDERS), imported('stock', 'green', 'blue', STOCK)],
      ...over,
    },
  },
});

const CALLER = 'spiffe://blue.example/ns/probe/sa/client-east';
const SERVICE = 'spiffe://green.example/ns/store/sa/stock';
const subject = (over: Partial<ImportSubject> = {}): ImportSubject => ({
  ...{ federation: 'blue-green', trust: 'exchanged', service: 'stock', from: 'green', to: 'blue' },
  ...{ consumer: 'east', host: STOCK, port: 80, protocol: 'http', caller: CALLER, identities: [SERVICE] },
  root: ROOT,
  ...over,
});
const page = (body: string): Visit => ({ kind: 'page', body });
const told = (by: string, uri: string): Visit =>
  page(JSON.stringify({ 'User-Agent': ['Go'], 'X-Forwarded-Client-Cert': [`By=${by};Subject="";URI=${uri}`] }));
const FAILURE = 'upstream connect error or disconnect/reset before headers. reset reason: remote connection failure';
const judged = (visit: Visit, over: Partial<ImportSubject> = {}, trusts?: boolean) =>
  judgeImport(subject(over), visit, trusts);
const outcome = ({ ok, outcome: what }: ImportResult) => [what, ok];

describe('verify: imports', () => {
  it('are called in each cluster of the importing mesh, by the identity of its client', () => {
    assert.deepEqual(
      importsOf(reading, outputs(), 'dev', 'probe').map(
        ({ caller, consumer, host, identities, port, protocol, root }) => [
          ...[consumer, host, port, protocol, caller],
          ...[...identities, root],
        ],
      ),
      [
        [
          ...['west', ORDERS, 80, 'http', 'spiffe://green.example/ns/probe/sa/client-west'],
          'spiffe://blue.example/ns/shop/sa/orders',
          'root of blue',
        ],
        ['east', STOCK, 80, 'http', CALLER, SERVICE, 'root of green'],
      ],
    );
  });

  it('are held against the trust that was deployed, not against that of config', () => {
    assert.deepEqual(
      importsOf(reading, outputs({ trust: 'withdrawn' }), 'dev', 'probe').map(({ trust }) => trust),
      ['withdrawn', 'withdrawn'],
    );
  });

  it('have to be deployed', () => {
    assert.throws(
      () => importsOf(reading, { ...outputs(), federations: {} }, 'dev', 'probe'),
      /"blue-green".*not deployed/,
    );
    assert.throws(
      () => importsOf(reading, outputs({ imports: [] }), 'dev', 'probe'),
      /a federated service "orders of blue".*not deployed/,
    );
  });

  it('answer while trust is exchanged, with identities where the service tells them', () => {
    const { ok, outcome: what, sourceIdentity, destinationIdentity } = judged(told(SERVICE, CALLER));
    assert.deepEqual([what, ok, sourceIdentity, destinationIdentity], ['answered', true, CALLER, SERVICE]);
    for (const body of ['hello', '', '{"orders":[]}', '[1]']) {
      const result = judged(page(body));
      assert.deepEqual([...outcome(result), result.sourceIdentity], ['answered', true, null], body);
    }
  });

  it('do not answer as somebody else, or for somebody else', () => {
    const other = 'spiffe://green.example/ns/store/sa/other';
    const impostor = judged(told(other, CALLER));
    assert.deepEqual(outcome(impostor), ['answered', false]);
    assert.equal(impostor.detail, `it is ${other}, not ${SERVICE}`);
    const mistaken = judged(told(SERVICE, other));
    assert.deepEqual(outcome(mistaken), ['answered', false]);
    assert.equal(mistaken.detail, `it saw the caller as ${other}`);
  });

  it('may deny the client by a policy: then the call has come to the service', () => {
    assert.deepEqual(outcome(judged(page('RBAC: access denied'))), ['denied', true]);
  });

  it('fail where nobody answers, although trust is exchanged', () => {
    assert.deepEqual(outcome(judged(page(FAILURE), {}, true)), ['silent', false]);
    assert.deepEqual(outcome(judged(page(FAILURE), {}, false)), ['refused', false]);
    assert.deepEqual(outcome(judged({ kind: 'error', message: 'no such host' })), ['silent', false]);
  });

  it('have to be refused while trust is withdrawn, and not just fail', () => {
    const withdrawn = { trust: 'withdrawn' } as const;
    assert.deepEqual(outcome(judged(page(FAILURE), withdrawn, false)), ['refused', true]);
    assert.deepEqual(outcome(judged(page(FAILURE), withdrawn, true)), ['silent', false]);
    assert.deepEqual(outcome(judged(page(FAILURE), withdrawn, undefined)), ['silent', false]);
    assert.deepEqual(outcome(judged({ kind: 'error', message: 'no such host' }, withdrawn, false)), ['silent', false]);
    assert.deepEqual(outcome(judged(told(SERVICE, CALLER), withdrawn)), ['answered', false]);
    assert.deepEqual(outcome(judged(page('RBAC: access denied'), withdrawn)), ['denied', false]);
  });

  it('have their roots looked for only when a proxy says that a call failed', () => {
    assert.deepEqual(
      [page(FAILURE), page('hello'), page('RBAC: access denied'), { kind: 'error', message: FAILURE } as const].map(
        hasFailed,
      ),
      [true, false, false, false],
    );
  });

  it('are trusted by the root of their mesh, whatever else is trusted', () => {
    assert.equal(isTrusted({ root: ROOT }, `${OTHER_ROOT}${ROOT}`), true);
    assert.equal(isTrusted({ root: ROOT }, OTHER_ROOT), false);
    assert.equal(isTrusted({ root: ROOT }, ''), undefined, 'a proxy that has no roots yet');
  });

  it('are not asked where something else than HTTP is spoken', () => {
    const result = unaskedImport(subject({ protocol: 'tcp', trust: 'withdrawn' }));
    assert.deepEqual([...outcome(result), result.detail], ['not asked', true, 'it speaks tcp, and only HTTP is asked']);
  });
});
