import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '../../../../model/problems/parse';
import { ruleProblems } from '../../../../model/rules/rules';
import { primaryRemote, topologyOf } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };
const KEY = fixture('outside.key');

function fixture(name: string): string {
  return readFileSync(join(__dirname, '../fixtures', name), 'utf8');
}

/** Path, finding and expectation of every problem of a mesh with a root from outside. */
function problemsOf(certificate: string, rootKeys: unknown, mesh: object = {}): string[] {
  const raw = { ...primaryRemote(), rootKeys };
  raw.meshes['blue'] = {
    trustDomain: 'blue.example',
    roots: { outside: { given: { certificate } } },
    ...mesh,
  };
  return ruleProblems(topologyOf(raw), SERVERS).map(({ expected, found, path }) => `${path}: ${found}; ${expected}`);
}

const CERTIFICATE = 'meshwork:meshes.blue.roots.outside.given.certificate';
const PATH = 'meshwork:rootKeys.blue.outside';

describe('rules of roots that are given', () => {
  it('accept a root with its key', () => {
    assert.deepEqual(problemsOf(fixture('unlimited.pem'), { blue: { outside: KEY } }), []);
  });

  const refused: readonly [string, string, unknown, string[]][] = [
    [
      'no key',
      fixture('unlimited.pem'),
      {},
      [
        `${PATH}: nothing; the private key of root outside of mesh blue, or ready-made intermediates (meshwork:meshes.blue.intermediates.given)`,
      ],
    ],
    [
      'the key of another certificate',
      fixture('unlimited.pem'),
      { blue: { outside: fixture('other.key') } },
      [`${PATH}: a private key that does not fit the certificate; the private key of ${CERTIFICATE}`],
    ],
    ...[
      ['a key with a passphrase', fixture('encrypted.key'), 'a private key with a passphrase'],
      ['a certificate for a key', fixture('unlimited.pem'), 'no private key'],
      ['any text for a key', 'a text', 'no private key'],
      ['a key with its certificate', `${KEY}${fixture('unlimited.pem')}`, '2 blocks of PEM'],
    ].map(([what = '', text, found = '']): [string, string, unknown, string[]] => [
      what,
      fixture('unlimited.pem'),
      { blue: { outside: text } },
      [
        `${PATH}: a text (not shown) that is ${found}; one RSA or ECDSA private key in PEM, without a passphrase, and nothing else`,
      ],
    ]),
    [
      'a certificate that is no authority',
      fixture('no-authority.pem'),
      { blue: { outside: KEY } },
      [
        `${CERTIFICATE}: a certificate that is no authority; the certificate of a root authority (basic constraints with CA:TRUE)`,
      ],
    ],
    [
      'an intermediate',
      fixture('../../cli/fixtures/east.pem'),
      { blue: { outside: KEY } },
      [
        `${CERTIFICATE}: a certificate that another authority signed: O=blue.example, CN=blue root CA; a root: an authority that signs itself, and may sign certificates`,
        `${PATH}: a private key that does not fit the certificate; the private key of ${CERTIFICATE}`,
      ],
    ],
    [
      'a root that signs leaves alone',
      fixture('outside.pem'),
      { blue: { outside: KEY } },
      [
        `${CERTIFICATE}: a root whose name constraints forbid spiffe://blue.example (permitted URI: vms.example); constraints that allow identities of the trust domain of the mesh`,
        `${CERTIFICATE}: a root that signs no other authority (path length 0), and the mesh has clusters; a root with a path length of 1 or more, or without one: it signs the intermediate of each cluster with an istiod`,
      ],
    ],
    [
      'a root that has ended',
      fixture('ended.pem'),
      { blue: { outside: KEY } },
      [`${CERTIFICATE}: a root that ended on 2025-11-01; a root that is in force`],
    ],
    [
      'a root that is not in force yet',
      fixture('later.pem'),
      { blue: { outside: KEY } },
      [`${CERTIFICATE}: a root that begins on 2125-11-01; a root that is in force`],
    ],
    [
      'keys for roots that are not there',
      fixture('unlimited.pem'),
      { blue: { outside: KEY, inside: KEY }, green: { outside: KEY } },
      [
        'meshwork:rootKeys.blue.inside: a key for root "inside", which mesh blue does not have; keys of roots that are given: outside',
        'meshwork:rootKeys.green.outside: a key for mesh "green", which is no mesh of this configuration; keys of roots that are given: (there are none)',
      ],
    ],
  ];
  for (const [what, certificate, rootKeys, expected] of refused)
    it(`refuse ${what}`, () => {
      assert.deepEqual(problemsOf(certificate, rootKeys), expected);
    });

  it('accept a root without a key that signs nothing here: one that is still to become the signer, or was', () => {
    const roots = { outside: { given: { certificate: fixture('unlimited.pem') } }, root: {} };
    assert.deepEqual(problemsOf('', {}, { roots, signer: 'root' }), []);
  });

  it('refuse a key for a root that the stack makes', () => {
    assert.deepEqual(problemsOf('', { blue: { root: KEY } }, { roots: { root: {} } }), [
      'meshwork:rootKeys.blue.root: a key for root root of mesh blue, which the stack makes with a key of its own; keys of roots that are given: (there are none)',
    ]);
  });

  it('refuse intermediates that would outlive the root', () => {
    const [problem = '', ...more] = problemsOf(
      fixture('unlimited.pem'),
      { blue: { outside: KEY } },
      { intermediates: { validityDays: 50_000 } },
    );
    assert.deepEqual(more, []);
    assert.match(
      problem,
      /^meshwork:meshes\.blue\.intermediates\.validityDays: 50000 days, but the root lasts \d{5} more; fewer than \d{5} days$/,
    );
  });

  it('say what is wrong with the shape of a root, and show nothing of a key', () => {
    const told = (root: object) =>
      parse({ ...primaryRemote(), meshes: { blue: { roots: { outside: root } } } }).problems.map(
        ({ expected, found, path }) => `${path}: ${found}; ${expected}`,
      );
    const withheld = 'a text (not shown: it may be a secret)';
    assert.deepEqual(told({ given: { certificate: KEY } }), [`${CERTIFICATE}: ${withheld}; one certificate in PEM`]);
    assert.deepEqual(told({ given: { certificate: `${fixture('unlimited.pem')}${KEY}` } }), [
      `${CERTIFICATE}: ${withheld}; one certificate in PEM`,
    ]);
    assert.deepEqual(told({ generate: {}, given: { certificate: fixture('unlimited.pem') } }), [
      'meshwork:meshes.blue.roots.outside: a mapping with generate, given; one of generate and given',
    ]);
  });
});
