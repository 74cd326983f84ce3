import { strict as assert } from 'node:assert';
import { parse } from '../../../../model/problems/parse';
import { ruleProblems } from '../../../../model/rules/rules';
import { type Certified, OpensslAuthorities } from '../../../openssl-authorities';
import { primaryRemote, topologyOf, withMachine } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };
const GIVEN = 'meshwork:meshes.blue.intermediates.given';
const EAST = `${GIVEN}.east`;
const KEY = 'meshwork:intermediateKeys.east';
const ROOT = 'meshwork:meshes.blue.roots.outside.given.certificate';
const DAY = 24 * 60 * 60 * 1000;
const CA = 'basicConstraints=critical,CA:TRUE';
const SIGN = 'keyUsage=critical,keyCertSign';

describe('rules of intermediates that are given', function () {
  // A busy machine takes its time for keys.
  this.timeout(120_000);
  let authorities: OpensslAuthorities;
  const { now } = Date;
  let root: Certified;
  let east: Certified;

  before(() => {
    authorities = new OpensslAuthorities();
    root = authorities.make('root', { extensions: [`${CA},pathlen:1`, SIGN] });
    east = authorities.make('east', { by: 'root', days: 100 });
  });
  afterEach(() => {
    Date.now = now;
  });
  after(() => {
    authorities.remove();
  });

  /** What a test says of the mesh. */
  interface Said {
    readonly mesh?: object;
    readonly intermediates?: object;
    readonly rootKeys?: object;
    readonly keys?: object;
    readonly change?: (raw: ReturnType<typeof primaryRemote>) => object;
  }

  /** Path, finding and expectation of every problem of mesh blue, whose only primary is east. */
  function problemsWith(given: object, { change, intermediates, keys, mesh, rootKeys = {} }: Said = {}): string[] {
    const raw = primaryRemote();
    raw.meshes['blue'] = {
      trustDomain: 'blue.example',
      roots: { outside: { given: { certificate: root.certificate } } },
      intermediates: { given, ...intermediates },
      ...mesh,
    };
    const whole = { ...raw, intermediateKeys: keys ?? { east: east.key }, rootKeys };
    const changed = { ...whole, ...change?.(whole) };
    return ruleProblems(topologyOf(changed), SERVERS).map(
      ({ expected, found, path }) => `${path}: ${found}; ${expected}`,
    );
  }

  /** Problems of a chain for east that ends with the root, unless another one is given. */
  function problemsOf(first: Certified, further: readonly Certified[] = [], other: Said = {}): string[] {
    const pem = [first, ...further].map(({ certificate }) => certificate).join('');
    return problemsWith({ east: pem }, { keys: { east: first.key }, ...other });
  }

  /** What a mesh says that has another root. */
  function withRoot({ certificate }: Certified): Said {
    return { mesh: { roots: { outside: { given: { certificate } } } } };
  }

  it('accept one with its key for the only primary, without the key of the root, and with the root at its end', () => {
    assert.deepEqual(problemsOf(east), []);
    assert.deepEqual(problemsOf(east, [root]), []);
  });

  it('accept authorities between it and the root, RSA as well, and parameters of a curve before the key', () => {
    const long = authorities.make('long');
    const middle = authorities.make('middle', { by: 'long', newkey: ['rsa:2048'] });
    const leaf = authorities.make('leaf', { by: 'middle', extensions: [`${CA},pathlen:0`, SIGN] });
    assert.deepEqual(problemsOf(leaf, [middle], withRoot(long)), []);
    const parameters = authorities.openssl('ecparam', '-name', 'prime256v1');
    const keys = { keys: { east: `${parameters}${leaf.key}` } };
    assert.deepEqual(problemsOf(leaf, [middle], { ...withRoot(long), ...keys }), []);
    assert.deepEqual(problemsOf(middle, [leaf], withRoot(long)), [
      `${EAST}: certificate 2 (CN=leaf), which did not issue certificate 1 (CN=middle); each certificate followed by the one of its issuer, up to the root`,
      `${EAST}: a chain that does not lead to root outside: certificate 2 (CN=leaf) is issued by CN=middle; a chain up to root outside of mesh blue (CN=long)`,
      `${EAST}: certificate 2 (CN=leaf), whose path length is 0, and 1 of the chain below it; a path length of 1 or more, or none`,
    ]);
    // The root of the others allows one authority.
    const second = authorities.make('second', { by: 'root' });
    const third = authorities.make('third', { by: 'second' });
    assert.deepEqual(problemsOf(third, [second]), [
      `${EAST}: root outside, whose path length is 1, and 2 of the chain below it; a path length of 2 or more, or none`,
    ]);
  });

  it('refuse a chain that leads to another root, and the root itself', () => {
    const other = authorities.make('other');
    const stranger = authorities.make('stranger', { by: 'other' });
    const found = `${EAST}: a chain that does not lead to root outside: certificate 1 (CN=stranger) is issued by CN=other; a chain up to root outside of mesh blue (CN=root)`;
    assert.deepEqual(problemsOf(stranger), [found]);
    const roots = Object.fromEntries(
      Object.entries({ outside: root, other }).map(([name, { certificate }]) => [name, { given: { certificate } }]),
    );
    assert.deepEqual(problemsOf(stranger, [], { mesh: { roots, signer: 'outside' } }), [found]);
    assert.deepEqual(problemsOf(root), [
      `${EAST}: the root itself; the certificate of an intermediate that the root signed`,
    ]);
  });

  it('refuse certificates that are no authority, or may not sign for servers and clients of TLS', () => {
    const leaf = authorities.make('plain', { by: 'root', extensions: ['basicConstraints=CA:FALSE'] });
    assert.deepEqual(problemsOf(leaf), [
      `${EAST}: certificate 1 (CN=plain), which is no authority; an authority (basic constraints with CA:TRUE)`,
    ]);
    const unsigned = authorities.make('unsigned', { by: 'root', extensions: [CA, 'keyUsage=digitalSignature'] });
    assert.deepEqual(problemsOf(unsigned), [
      `${EAST}: certificate 1 (CN=unsigned), whose key usage does not allow it to sign certificates; a key usage with keyCertSign`,
    ]);
    const clients = authorities.make('clients', { by: 'root', extensions: [CA, SIGN, 'extendedKeyUsage=clientAuth'] });
    assert.deepEqual(problemsOf(clients), [
      `${EAST}: certificate 1 (CN=clients), whose extended key usage leaves out servers or clients of TLS; no extended key usage, or one with serverAuth and clientAuth`,
    ]);
    const both = authorities.make('both', {
      by: 'root',
      extensions: [CA, SIGN, 'extendedKeyUsage=serverAuth,clientAuth'],
    });
    assert.deepEqual(problemsOf(both), []);
    const edwards = authorities.make('edwards', { by: 'root', newkey: ['ed25519'] });
    assert.deepEqual(problemsOf(edwards), [
      `${EAST}: certificate 1 (CN=edwards), whose key is of the kind ed25519; an RSA or ECDSA key`,
      `${KEY}: a text (not shown) that is a private key of the kind ed25519; one RSA or ECDSA private key in PEM, without a passphrase, and nothing else`,
    ]);
  });

  it('refuse one that has ended, has not begun, or ends before what it would sign', () => {
    const end = now() + 100 * DAY;
    const at = (time: number) => {
      Date.now = () => time;
      return problemsOf(east).map((text) => text.replaceAll(/\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, 'DATE'));
    };
    assert.deepEqual(at(end - 2 * DAY), []);
    assert.deepEqual(at(end - DAY / 2), [
      `${EAST}: certificate 1 (CN=east), which ends at DATE; one that lasts 24 more hours at least: certificates of workloads, which it signs now, last as long`,
    ]);
    assert.deepEqual(at(end + DAY), [
      `${EAST}: certificate 1 (CN=east), which ended on DATE; a certificate that is in force`,
    ]);
    assert.ok(
      at(now() - DAY).includes(
        `${EAST}: certificate 1 (CN=east), which begins on DATE; a certificate that is in force`,
      ),
    );
  });

  it('look at no times of a cluster that is offline', () => {
    Date.now = () => now.call(Date) + 101 * DAY;
    const change = ({ clusters }: ReturnType<typeof primaryRemote>) => ({
      clusters: Object.fromEntries(Object.entries(clusters).map(([name, one]) => [name, { ...one, state: 'offline' }])),
    });
    assert.deepEqual(problemsOf(east, [], { change }), []);
  });

  it('refuse name constraints that forbid the identities of the mesh or the names of its istiods, and look at the root as well', () => {
    const constrained = (name: string, constraints: string) =>
      authorities.make(name, { by: 'root', extensions: [CA, SIGN, `nameConstraints=critical,${constraints}`] });
    assert.deepEqual(problemsOf(constrained('own', 'permitted;URI:blue.example')), []);
    assert.deepEqual(problemsOf(constrained('wide', 'permitted;URI:.example,permitted;DNS:svc')), []);
    const forbids = (name: string, what: string) =>
      `${EAST}: certificate 1 (CN=${name}), whose name constraints forbid ${what}`;
    const identities = 'constraints that allow identities of the trust domain of the mesh';
    assert.deepEqual(problemsOf(constrained('green', 'permitted;URI:green.example,permitted;URI:.blue.example')), [
      `${forbids('green', 'spiffe://blue.example')} (permitted URI: green.example, .blue.example); ${identities}`,
    ]);
    assert.deepEqual(problemsOf(constrained('notblue', 'excluded;URI:blue.example')), [
      `${forbids('notblue', 'spiffe://blue.example')} (excluded URI: blue.example); ${identities}`,
    ]);
    const names = 'constraints that allow the names of istiod, or no constraints on DNS names';
    assert.deepEqual(
      problemsOf(constrained('company', 'permitted;DNS:company.example')),
      ['istiod', 'istiod-remote', 'istio-pilot'].map(
        (name) => `${forbids('company', `${name}.istio-system.svc`)} (permitted DNS: company.example); ${names}`,
      ),
    );
    const silent = authorities.make('silent-root', { extensions: [CA, 'keyUsage=cRLSign'] });
    assert.deepEqual(problemsOf(authorities.make('heard', { by: 'silent-root' }), [], withRoot(silent)), [
      `${ROOT}: a root whose key usage does not allow it to sign certificates; a key usage with keyCertSign`,
    ]);
    const green = authorities.make('green-root', {
      extensions: [CA, SIGN, 'nameConstraints=critical,permitted;URI:green.example'],
    });
    const below = authorities.make('below', { by: 'green-root' });
    assert.deepEqual(problemsOf(below, [], withRoot(green)), [
      `${ROOT}: a root whose name constraints forbid spiffe://blue.example (permitted URI: green.example); ${identities}`,
    ]);
  });

  it('refuse a key that is missing, of another certificate, with a passphrase, or with more than itself', () => {
    const pem = { east: east.certificate };
    const one = 'one RSA or ECDSA private key in PEM, without a passphrase, and nothing else';
    const told = (keys: object) => problemsWith(pem, { keys });
    assert.deepEqual(told({}), [`${KEY}: nothing; the private key of the intermediate of cluster east`]);
    assert.deepEqual(told({ east: root.key }), [
      `${KEY}: a private key that does not fit the certificate; the private key of the first certificate of ${EAST}`,
    ]);
    const encrypted = authorities.openssl('pkey', '-in', 'east.key', '-aes128', '-passout', 'pass:word');
    assert.deepEqual(told({ east: encrypted }), [
      `${KEY}: a text (not shown) that is a private key with a passphrase; ${one}`,
    ]);
    const traditional = authorities.openssl('ec', '-in', 'east.key', '-aes128', '-passout', 'pass:word');
    assert.deepEqual(told({ east: traditional }), [
      `${KEY}: a text (not shown) that is a private key with a passphrase; ${one}`,
    ]);
    assert.deepEqual(told({ east: `${east.certificate}${east.key}` }), [
      `${KEY}: a text (not shown) that is 2 blocks of PEM; ${one}`,
    ]);
    assert.deepEqual(told({ east: 'a secret' }), [`${KEY}: a text (not shown) that is no private key; ${one}`]);
    assert.deepEqual(told({ east: east.key, west: east.key }), [
      'meshwork:intermediateKeys.west: a key for cluster "west", which has no ready-made intermediate; keys of intermediates that are given: east',
    ]);
  });

  it('refuse a primary without one, one of a cluster that signs nothing, and a key of another primary', () => {
    const change = ({ clusters }: ReturnType<typeof primaryRemote>) => ({
      clusters: { ...clusters, west: { mesh: 'blue', network: 'net-west', role: 'primary' } },
    });
    assert.deepEqual(problemsWith({ east: east.certificate }, { change }), [
      `${GIVEN}.west: nothing, and cluster west is a primary, whose istiod signs certificates; the certificate of an intermediate that root outside signed, and the authorities between them, in PEM`,
    ]);
    const both = { east: east.certificate, west: east.certificate };
    const keys = { east: east.key, west: east.key };
    assert.deepEqual(problemsWith(both, { change, keys }), [
      `${GIVEN}.west: an intermediate with the key of that of cluster east; an intermediate with a key of its own for each primary`,
    ]);
    assert.deepEqual(problemsWith(both, { keys }), [
      `${GIVEN}.west: an intermediate of "west", which is no primary of mesh blue; primaries of the mesh: east`,
    ]);
  });

  it('refuse them beside the key of the root, a root that the stack makes, and a generation', () => {
    const given = { east: east.certificate };
    const expected = 'either ready-made intermediates, or a root that signs them here';
    assert.deepEqual(problemsWith(given, { rootKeys: { blue: { outside: root.key } } }), [
      `${GIVEN}: intermediates of east, and the stack has the key of root outside; ${expected}`,
    ]);
    const roots = { outside: { given: { certificate: root.certificate } }, root: {} };
    assert.deepEqual(problemsWith(given, { mesh: { roots, signer: 'root' } }), [
      `${GIVEN}: intermediates of east, and the mesh has them signed by root root, which the stack makes; ${expected}`,
    ]);
    assert.deepEqual(problemsWith(given, { intermediates: { generation: 2 } }), [
      'meshwork:meshes.blue.intermediates.generation: 2, and the intermediates of the mesh are given; nothing: the stack makes none that it could replace',
    ]);
  });

  it('let no certificate of a machine outlive one', () => {
    const change = () => {
      const { networks, workloadGroups, ...raw } = withMachine();
      const legacy = { ...workloadGroups['legacy'], certificates: { validityDays: 100 } };
      return { networks, workloadGroups: { legacy }, virtualMachines: raw.virtualMachines, sshKeys: raw.sshKeys };
    };
    assert.deepEqual(problemsOf(east, [], { change }), [
      'meshwork:workloadGroups.legacy.certificates.validityDays: 100 days, but the intermediate of cluster east lasts 99 more; at most 99 days: a certificate must not outlive what signed it',
    ]);
  });

  it('pass over what belongs to a cluster that is retired', () => {
    const change = ({ clusters }: ReturnType<typeof primaryRemote>) => ({
      clusters: { ...clusters, west: { mesh: 'blue', network: 'net-west', role: 'primary', state: 'retired' } },
    });
    const keys = { east: east.key, west: 'gone' };
    assert.deepEqual(problemsWith({ east: east.certificate, west: root.certificate }, { change, keys }), []);
  });

  it('say what is wrong with the shape of one, and show nothing of a key', () => {
    const raw = {
      ...primaryRemote(),
      meshes: { blue: { intermediates: { given: { east: east.certificate + east.key } } } },
    };
    assert.deepEqual(
      parse(raw).problems.map(({ expected, found, path }) => `${path}: ${found}; ${expected}`),
      [`${EAST}: a text (not shown: it may be a secret); certificates in PEM, and nothing else`],
    );
  });
});
