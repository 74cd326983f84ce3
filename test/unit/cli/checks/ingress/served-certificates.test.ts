import { strict as assert } from 'node:assert';
import {
  judgeByEnd,
  judgeServed,
  type ServedCertificateSubject,
  servedCertificatesOf,
  unserved,
} from '../../../../../cli/checks/ingress/served-certificates';
import { certificatesIn } from '../../../../../model/certificates/pem';
import { plan } from '../../../../../model/plan/plan';
import { resolve } from '../../../../../model/topology/resolve';
import { specOf } from '../../../model/specimen';
import { pem, SERVER, withFront } from '../../../model/rules/ingress-gateways';

const [SHOP, ENDED, AUTHORITY] = [pem('shop.pem'), pem('ended.pem'), pem('authority.pem')];
const NOW = new Date('2027-01-01T00:00:00Z');

const subject = (over: Partial<ServedCertificateSubject> = {}): ServedCertificateSubject => ({
  ...{
    gateway: 'front',
    cluster: 'east',
    server: 'shop',
    host: 'shop.example',
    requestedHost: 'shop.example',
    port: 443,
  },
  ...{ selector: { istio: 'ingress-front' }, proxyProtocol: false, given: undefined, authority: undefined },
  ...over,
});
const judge = (chain: string, over: Partial<ServedCertificateSubject> = {}, now: Date = NOW) =>
  judgeServed(subject(over), certificatesIn(chain) ?? [], now);

describe('verify: served certificates', () => {
  it('are asked for by each host of each HTTPS server, with what config and outputs know of them', () => {
    const spec = specOf(
      withFront(
        {
          https: {
            shop: { hosts: ['*.shop.example'], certificate: { given: SHOP } },
            tried: { ...SERVER, certificate: { generate: {} } },
          },
          ports: {
            sql: {
              ...{ port: 5433, hosts: ['sql.example'], certificate: { secret: 'sql-tls' } },
              ...{ service: 'stock', servicePort: 'sql' },
            },
          },
        },
        { certificateKeys: { front: { shop: 'key' } } },
      ),
    );
    const certificates = { shop: { expiry: null, authority: null }, tried: { expiry: null, authority: AUTHORITY } };
    const ports = { http: 80, https: 443 };
    const outputs = {
      ...({ schemaVersion: 1, meshes: {}, clusters: {}, services: {}, federations: {}, workloadGroups: {} } as const),
      ingressGateways: { front: { cluster: 'east', addresses: [], clusters: {}, port: 80, ports, certificates } },
    };
    const reading = { spec, plan: plan(resolve(spec)), accesses: {} };
    assert.deepEqual(servedCertificatesOf(reading, outputs, 'dev'), [
      subject({ host: '*.shop.example', requestedHost: 'meshwork-verify.shop.example', given: SHOP }),
      subject({ server: 'tried', authority: AUTHORITY }),
      subject({ server: 'sql', host: 'sql.example', requestedHost: 'sql.example', port: 5433 }),
    ]);
  });

  it('are good for their host, with their authority or without it', () => {
    for (const chain of [SHOP, `${SHOP}${AUTHORITY}`])
      assert.deepEqual(judge(chain, { given: SHOP, authority: AUTHORITY }).problems, []);
    const result = judge(`${SHOP}${AUTHORITY}`);
    assert.deepEqual(
      [result.ok, result.chain, result.issuer],
      [true, ['CN=shop.example', 'CN=Example authority'], 'CN=Example authority'],
    );
    assert.equal(judge(SHOP, { host: '*', requestedHost: 'meshwork-verify.example' }).ok, true);
  });

  it('are not good for another host', () => {
    assert.deepEqual(judge(SHOP, { host: 'orders.example', requestedHost: 'orders.example' }).problems, [
      'the certificate is for DNS:shop.example, DNS:*.shop.example, and clients ask for orders.example',
    ]);
  });

  it('are not good after their end, or before their beginning', () => {
    assert.deepEqual(judge(ENDED).problems, ['CN=shop.example ended on Jan  1 00:00:00 2021 GMT']);
    assert.match(judge(SHOP, {}, new Date('2020-01-01')).problems.join(), /^CN=shop.example is not valid before /);
  });

  it('are not good in another order', () => {
    assert.deepEqual(judge(`${SHOP}${SHOP}`).problems, [
      'CN=shop.example follows CN=shop.example in the chain, and did not issue it',
    ]);
  });

  it('are those of the config, or signed by the authority of the stack', () => {
    assert.deepEqual(judge(SHOP, { given: ENDED }).problems, ['it is not the certificate that config gives']);
    assert.deepEqual(judge(SHOP, { authority: ENDED }).problems, [
      "it is not signed by the authority in the stack's outputs",
    ]);
  });

  it('fail where none is served, and ask for attention in their last week', () => {
    assert.equal(judgeByEnd(unserved(subject(), 'EOF'), NOW), 'fail');
    assert.equal(judgeByEnd(judge(ENDED), NOW), 'fail');
    const good = judge(SHOP);
    const before = (days: number) => new Date(Date.parse(good.expires ?? '') - days * 86_400_000);
    assert.deepEqual([judgeByEnd(good, before(8)), judgeByEnd(good, before(6))], ['pass', 'warn']);
  });
});
