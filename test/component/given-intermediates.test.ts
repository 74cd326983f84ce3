import { strict as assert } from 'node:assert';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type Certified, OpensslAuthorities } from '../openssl-authorities';
import { primaryRemote, withMachine } from '../unit/model/specimen';
import { deployMocked, type MockDeployment } from './deployment';
import { assertSecret, inputsOf } from './inputs';
import { isSecret, revealed } from './recording';

const CACERTS = 'east-intermediate-ca-cacerts';

describe('components of an intermediate that is given', () => {
  let root: Certified;
  let company: Certified;
  let east: Certified;
  let deployment: MockDeployment;

  before(async function () {
    this.timeout(120_000);
    const authorities = new OpensslAuthorities();
    root = authorities.make('root');
    company = authorities.make('company', { by: 'root', days: 2000 });
    // Parameters of the curve first, as `openssl ecparam -genkey` writes them.
    east = authorities.make('east', { by: 'company', days: 3000 });
    const parameters = authorities.openssl('ecparam', '-name', 'prime256v1');
    authorities.remove();
    deployment = await deployMocked(withGiven(primaryRemote(), `${parameters}${east.key}`));
  });

  /** Mesh blue of a specimen, with the intermediate of east ready-made: two authorities below the root, which stands at the end. */
  function withGiven<T extends ReturnType<typeof primaryRemote>>(raw: T, key: string) {
    raw.meshes['blue'] = {
      trustDomain: 'blue.example',
      roots: { former: {}, outside: { given: { certificate: root.certificate } } },
      signer: 'outside',
      intermediates: { given: { east: [east, company, root].map(({ certificate }) => certificate).join('') } },
    };
    return { ...raw, intermediateKeys: { east: key } };
  }

  it('put it into cacerts as one that the stack makes: up to the root, and the roots of the mesh', () => {
    const data = revealed(inputsOf(deployment, CACERTS)['stringData']) as Record<string, unknown>;
    assert.deepEqual(
      { ...data, 'ca-key.pem': undefined },
      {
        'ca-cert.pem': east.certificate,
        'ca-key.pem': undefined,
        'cert-chain.pem': `${east.certificate}${company.certificate}${root.certificate}`,
        'root-cert.pem': `root-pem\n${root.certificate}`,
      },
    );
    const written = String(revealed(data['ca-key.pem']));
    assert.match(written, /^-----BEGIN PRIVATE KEY-----/);
    assert.ok(createPrivateKey(written).equals(createPrivateKey(east.key)));
  });

  it('make nothing else for it, sign nothing with its root, and have the Secret in the place of one that the stack makes', async () => {
    const names = ({ registrations }: MockDeployment) =>
      registrations.map(({ name }) => name).filter((name) => name.startsWith('east-intermediate-ca'));
    assert.deepEqual(names(deployment), ['east-intermediate-ca', CACERTS]);
    const signed = deployment.registrations.filter(({ type }) => type.includes('locallySignedCert'));
    assert.deepEqual(signed, []);
    const made = await deployMocked(primaryRemote());
    const placeIn = ({ registrations }: MockDeployment) => registrations.find(({ name }) => name === CACERTS)?.place;
    assert.deepEqual(placeIn(deployment), placeIn(made));
  });

  it('show its key to the engine as a secret only', () => {
    assertSecret(deployment, east.key);
    const pkcs8 = createPrivateKey(east.key).export({ type: 'pkcs8', format: 'pem' }).toString();
    assertSecret(deployment, pkcs8);
    // The search finds what is no secret.
    assert.throws(() => assertSecret(deployment, 'istio-system'));
  });

  it('say in outputs when the first of its authorities ends', () => {
    assert.equal(
      deployment.outputs.clusters['east']?.intermediateExpiry,
      new Date(new X509Certificate(company.certificate).validTo).toISOString().replace('.000Z', 'Z'),
    );
  });

  it('sign certificates of machines with it, and send all authorities below the root along', async () => {
    const machines = await deployMocked(withGiven(withMachine(), east.key));
    const signed = inputsOf(machines, 'vm-1-machine-certificate-certificate');
    assert.equal(revealed(signed['caCertPem']), east.certificate);
    assert.ok(isSecret(signed['caPrivateKeyPem']));
    const script = String(revealed(inputsOf(machines, 'vm-1-machine-sidecar')['stdin']));
    assert.ok(script.includes(`CERTIFICATE_CHAIN='intermediate-pem\n${east.certificate}${company.certificate}'`));
    assertSecret(machines, createPrivateKey(east.key).export({ type: 'pkcs8', format: 'pem' }).toString());
  });
});
