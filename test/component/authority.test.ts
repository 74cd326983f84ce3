import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { primaryRemote, withAuthority, withMachine } from '../unit/model/specimen';
import { deployMocked } from './deployment';
import { assertSecret, inputsOf } from './inputs';
import { isSecret, revealed } from './recording';

const FIXTURES = join(__dirname, '../unit/model/fixtures');
const CERTIFICATE = readFileSync(join(FIXTURES, 'unlimited.pem'), 'utf8');
const KEY = readFileSync(join(FIXTURES, 'outside.key'), 'utf8');

describe('components of a machine with an authority of its own', () => {
  it('make a certificate of each of two authorities, for an identity of each', async () => {
    const deployment = await deployMocked(withAuthority());
    const request = (name: string) => inputsOf(deployment, `${name}-request`)['uris'];
    assert.deepEqual(request('vm-1-machine-certificate'), ['spiffe://blue.example/ns/vms/sa/legacy']);
    assert.deepEqual(request('vm-1-machine-own-identity'), ['spiffe://vms.example/ns/vms/sa/legacy']);
    assert.deepEqual(deployment.outputs.workloadGroups, {
      legacy: {
        mesh: 'blue',
        cluster: 'east',
        network: 'vm-net',
        identity: 'spiffe://vms.example/ns/vms/sa/legacy',
        authority: 'vms',
        machines: {
          'vm-1': {
            address: '10.0.50.2',
            state: 'active',
            certificateExpiry: '2028-01-01T00:00:00Z',
            ownCertificateExpiry: '2028-01-01T00:00:00Z',
          },
        },
      },
    });
  });

  it('keep the proxy from asking istiod for another identity', async () => {
    const deployment = await deployMocked(withAuthority());
    const script = String(revealed(inputsOf(deployment, 'vm-1-machine-sidecar')['stdin']));
    assert.match(script, /\nCA_ADDR='\\''127\.0\.0\.1:1'\\''\n/);
    assert.match(script, /\nOWN_CERTIFICATE_KEY='.+'\n/);
  });

  it('tell clients of every primary which identities are behind the service, of pods as well', async () => {
    const raw = withAuthority();
    raw.clusters['west'] = { mesh: 'blue', network: 'net-west', role: 'primary' };
    raw.workloadGroups['legacy'] = {
      ...raw.workloadGroups['legacy'],
      service: { ports: { http: { port: 80, targetPort: 5000 } }, serviceAccounts: ['stock', 'orders'] },
    };
    const deployment = await deployMocked(raw);
    const rules = deployment.registrations.filter(({ name }) => name.endsWith('-machine-clients.legacy-rule'));
    assert.deepEqual(
      rules.map(({ inputs, provider }) => [provider, inputs['spec']]),
      ['east-provider', 'west-provider'].map((provider) => [
        provider,
        {
          host: 'legacy.vms.svc.cluster.local',
          exportTo: ['*'],
          trafficPolicy: {
            tls: {
              mode: 'ISTIO_MUTUAL',
              subjectAltNames: [
                'spiffe://vms.example/ns/vms/sa/legacy',
                'spiffe://blue.example/ns/vms/sa/orders',
                'spiffe://blue.example/ns/vms/sa/stock',
              ],
            },
          },
        },
      ]),
    );
  });

  it('tell clients when to pass a machine over, also where istiod signs its certificates', async () => {
    const raw = withMachine();
    raw.workloadGroups['legacy'] = {
      ...raw.workloadGroups['legacy'],
      service: {
        ports: { http: { port: 80, targetPort: 5000 } },
        connectTimeoutSeconds: 1,
        outlierDetection: { failures: 3 },
      },
    };
    const deployment = await deployMocked(raw);
    assert.deepEqual(inputsOf(deployment, 'east-machine-clients.legacy-rule')['spec'], {
      host: 'legacy.vms.svc.cluster.local',
      exportTo: ['*'],
      trafficPolicy: {
        connectionPool: { tcp: { connectTimeout: '1s' } },
        outlierDetection: {
          consecutive5xxErrors: 3,
          interval: '10s',
          baseEjectionTime: '30s',
          maxEjectionPercent: 100,
        },
      },
    });
  });

  it('tell clients nothing without a service', async () => {
    const raw = withAuthority();
    delete raw.workloadGroups['legacy']?.['service'];
    const { registrations } = await deployMocked(raw);
    assert.deepEqual(
      registrations.filter(({ name }) => name.includes('machine-clients')),
      [],
    );
  });
});

describe('components of a root that is given', () => {
  it('make nothing for it, sign with its key, and show the key to the engine as a secret only', async () => {
    const raw = { ...primaryRemote(), rootKeys: { blue: { outside: KEY } } };
    raw.meshes['blue'] = { trustDomain: 'blue.example', roots: { outside: { given: { certificate: CERTIFICATE } } } };
    const deployment = await deployMocked(raw);
    assert.deepEqual(
      deployment.registrations.filter(({ name }) => name.startsWith('blue.outside-ca')).map(({ name }) => name),
      ['blue.outside-ca'],
    );
    const signed = inputsOf(deployment, 'east-intermediate-ca-certificate');
    assert.equal(revealed(signed['caCertPem']), CERTIFICATE);
    assert.equal(revealed(signed['caPrivateKeyPem']), KEY);
    assert.ok(isSecret(signed['caPrivateKeyPem']));
    assertSecret(deployment, KEY);
    assert.equal(deployment.outputs.meshes['blue']?.rootExpiry, '2126-11-01T00:00:00Z');
  });
});
