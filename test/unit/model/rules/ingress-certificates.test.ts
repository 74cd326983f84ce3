import { strict as assert } from 'node:assert';
import { certificatesIn } from '../../../../model/certificates/pem';
import { ruleProblems } from '../../../../model/rules/rules';
import { topologyOf } from '../specimen';
import { pem, problemsOf, SERVER, withFront } from './ingress-gateways';

const KEY = pem('shop.key');
const SHOP = pem('shop.pem');
const CHAIN = `${SHOP}${pem('authority.pem')}`;
const keys = (key: string = KEY) => ({ certificateKeys: { front: { shop: key } } });
const given = (chain: string, hosts = ['shop.example', 'www.shop.example']) => ({
  https: { shop: { hosts, certificate: { given: chain } } },
});

describe('rules of certificates of an ingress gateway', () => {
  it('have nothing against a certificate with its key, its authority or without, for its hosts', () => {
    assert.deepEqual(problemsOf(given(CHAIN), keys()), []);
    assert.deepEqual(problemsOf(given(SHOP, ['*.shop.example']), keys()), []);
    assert.deepEqual(problemsOf(given(SHOP, ['*']), keys()), []);
  });

  it('want a certificate for TLS, by exactly one of the three ways', () => {
    assert.deepEqual(problemsOf({ https: { shop: { hosts: ['shop.example'] } } }), [
      'https.shop.certificate: nothing; expected a mapping with secret, given, generate. Its certificate: exactly one of three ways.',
    ]);
    for (const certificate of [{}, { secret: 'shop-tls', generate: {} }])
      assert.match(
        problemsOf({ https: { shop: { ...SERVER, certificate } } }).join('\n'),
        /exactly one of secret, given and generate/,
      );
  });

  it('refuse text that is no certificate', () => {
    for (const chain of ['shop.pem', KEY, SHOP.replace('MI', 'IM')])
      assert.deepEqual(
        problemsOf(given(chain), keys()).map((line) => line.replace(/:.*;/, ':')),
        [
          "https.shop.certificate.given: expected a chain in PEM: the server's certificate first, then the authorities between it and the root",
        ],
      );
  });

  it('want the key of a given certificate, and say how to set it', () => {
    const [problem] = ruleProblems(topologyOf(withFront(given(SHOP))), {}).filter(({ path }) => path.includes('Keys'));
    assert.deepEqual(problem, {
      path: 'meshwork:certificateKeys.front.shop',
      found: 'nothing',
      expected: 'the private key of the given certificate, in PEM and without a passphrase',
      fix: "pulumi config set --path --secret 'meshwork:certificateKeys.front.shop' < FILE",
    });
  });

  it('refuse a certificate that does not fit its key, and text that is no key, which no message shows', () => {
    assert.deepEqual(problemsOf(given(SHOP), keys(pem('other.key'))), [
      'https.shop.certificate.given: a certificate whose key is not the one of meshwork:certificateKeys.front.shop; expected the certificate of that key, ' +
        'before those of its authorities',
    ]);
    assert.deepEqual(problemsOf(given(SHOP), keys('hunter2')), [
      'certificateKeys.front.shop: a text (not shown: it may be a secret); expected the private key of the given certificate, in PEM and without a passphrase',
    ]);
  });

  it('refuse a certificate for other hosts: a wildcard stands for one label', () => {
    const hosts = ['a.b.shop.example', '*.example', 'orders.example'];
    const names = 'expected names of the certificate: shop.example, *.shop.example';
    assert.deepEqual(
      problemsOf(given(SHOP, hosts.slice(0, 2)), keys()).filter((line) => line.includes('for which')),
      [
        `https.shop.hosts.0: "a.b.shop.example", for which the given certificate is not; ${names}`,
        `https.shop.hosts.1: "*.example", for which the given certificate is not; ${names}`,
      ],
    );
    assert.deepEqual(problemsOf(given(SHOP, hosts.slice(2)), keys()), [
      `https.shop.hosts.0: "orders.example", for which the given certificate is not; ${names}`,
    ]);
  });

  it('refuse a certificate that has ended', () => {
    assert.deepEqual(problemsOf(given(pem('ended.pem')), keys()), [
      'https.shop.certificate.given: certificate 1 of the chain, which ended on 2021-01-01T00:00:00.000Z; expected certificates that are valid now',
    ]);
  });

  it('refuse a chain in another order', () => {
    assert.deepEqual(problemsOf(given(`${SHOP}${SHOP}`), keys()), [
      'https.shop.certificate.given: certificate 2 of the chain, which did not issue certificate 1; expected each certificate followed by the one of its issuer',
    ]);
  });

  it('refuse a key without its certificate', () => {
    const https = { shop: SERVER };
    assert.deepEqual(problemsOf({ https }, keys()), [
      'certificateKeys.front.shop: a key for "shop", which is no server of ingress gateway front with a given certificate; expected one of (there are none)',
    ]);
    assert.deepEqual(problemsOf(given(SHOP), { certificateKeys: { front: { shop: KEY }, frnt: { shop: KEY } } }), [
      'certificateKeys.frnt.shop: a key for "shop", which is no server of ingress gateway frnt with a given certificate; expected one of (there are none)',
    ]);
  });

  it('want authorities of clients that are authorities', () => {
    const problems = (authority: string) => problemsOf({ https: { shop: { ...SERVER, clients: { authority } } } });
    assert.deepEqual(problems(pem('authority.pem')), []);
    assert.deepEqual(problems(CHAIN), [
      'https.shop.clients.authority: certificate 1, which is no authority; expected certificates of authorities',
    ]);
    assert.deepEqual(problems('authority.pem'), [
      'https.shop.clients.authority: "authority.pem"; expected certificates of authorities in PEM',
    ]);
  });

  it('refuse one Secret for two servers with authorities of clients', () => {
    const server = (host: string) => ({ ...SERVER, hosts: [host], clients: { authority: pem('authority.pem') } });
    const expected = 'expected a Secret of its own: Istio takes the authorities of clients from shop-tls-cacert';
    assert.deepEqual(problemsOf({ https: { one: server('one.example'), two: server('two.example') } }), [
      `https.one.certificate.secret: "shop-tls", which front.https.two names as well, with \`clients\`; ${expected}`,
      `https.two.certificate.secret: "shop-tls", which front.https.one names as well, with \`clients\`; ${expected}`,
    ]);
  });

  it('refuse the name of a server by which Istio would find authorities of clients', () => {
    assert.deepEqual(problemsOf({ https: { 'shop-cacert': SERVER } }), [
      'https.shop-cacert: a name that ends in -cacert; expected any other name: by this one Istio finds the authorities of clients',
    ]);
  });

  it('refuse a certificate of the stack that is always due, outlives its authority, or is for every name', () => {
    const problems = (generate: object, hosts = ['*.shop.example']) =>
      problemsOf({ https: { shop: { hosts, certificate: { generate } } } });
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({ validityDays: 3650, renewBeforeDays: 3650 }, ['*']), [
      'https.shop.certificate.generate.renewBeforeDays: 3650 days, but a certificate lasts 3650; expected fewer than 3650 days',
      'https.shop.certificate.generate.validityDays: 3650 days, but its authority lasts 3650; expected fewer than 3650 days',
      'https.shop.hosts.0: "*", for a certificate that this stack makes; expected names that a certificate can have: no client takes one for every name',
    ]);
  });

  it('want the lowest version of TLS as a text', () => {
    assert.deepEqual(problemsOf({ https: { shop: { ...SERVER, minVersion: 1.3 } } }), [
      'https.shop.minVersion: 1.3; expected one of "1.2", "1.3"',
    ]);
  });
});

describe('certificates in a text', () => {
  it('are read in its order, with text between them', () => {
    const subjects = certificatesIn(`${SHOP}\n# the authority\n${pem('authority.pem')}`)?.map(({ subject }) => subject);
    assert.deepEqual(subjects, ['CN=shop.example', 'CN=Example authority']);
  });

  it('are none in a key, in other text, and in a damaged one', () => {
    for (const text of [KEY, '', 'x', SHOP.slice(0, -40)]) assert.equal(certificatesIn(text), undefined);
  });
});
