import { strict as assert } from 'node:assert';
import { primaryRemote } from '../unit/model/specimen';
import { deployMocked, type MockDeployment } from './deployment';
import { isSecret, revealed } from './recording';

describe('components of primary-remote over two networks (S3)', () => {
  let deployment: MockDeployment;

  before(async () => {
    deployment = await deployMocked(primaryRemote());
  });

  function inputsOf(name: string): Readonly<Record<string, unknown>> {
    const registration = deployment.registrations.find((candidate) => candidate.name === name);
    assert.ok(registration, `${name} was not registered`);
    return registration.inputs;
  }

  /** Data of a Kubernetes Secret; fails unless the engine was told that it is secret. */
  function secretDataOf(name: string): Record<string, string> {
    const data = inputsOf(name)['stringData'];
    assert.ok(isSecret(data), `${name} was not registered as a secret`);
    return revealed(data) as Record<string, string>;
  }

  it('hand kubeconfigs to providers as secrets', () => {
    for (const name of ['east-provider', 'east-provider-for-crds', 'west-provider', 'west-provider-for-crds']) {
      assert.ok(isSecret(inputsOf(name)['kubeconfig']), name);
    }
  });

  it('give the istiod of the primary its cacerts: leaf to root, and the root alone', () => {
    const stringData = secretDataOf('east-intermediate-ca-cacerts');
    assert.deepEqual(Object.keys(stringData).sort(), ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem']);
    assert.equal(stringData['cert-chain.pem'], 'intermediate-pem\nroot-pem\n');
    assert.equal(stringData['root-cert.pem'], 'root-pem\n');
  });

  it('let the primary watch the remote by its own token and address', () => {
    const metadata = inputsOf('east-remote-secret.west-secret')['metadata'] as Record<string, unknown>;
    assert.equal(metadata['name'], 'istio-remote-secret-west');
    assert.deepEqual(metadata['labels'], { 'istio/multiCluster': 'true' });
    const kubeconfig = JSON.parse(secretDataOf('east-remote-secret.west-secret')['west'] ?? '') as Record<
      string,
      unknown
    >;
    assert.deepEqual(kubeconfig['clusters'], [
      { name: 'west', cluster: { server: 'https://west.example:6443', 'certificate-authority-data': 'cluster-ca' } },
    ]);
    assert.deepEqual(kubeconfig['users'], [{ name: 'west', user: { token: 'reader-token' } }]);
  });

  it('put the primary’s gateway behind the remote’s istiod Service', () => {
    const slice = inputsOf('west-control-plane-default-endpoints');
    assert.deepEqual(slice['endpoints'], [{ addresses: ['192.0.2.7'], conditions: { ready: true } }]);
    assert.equal(slice['addressType'], 'IPv4');
    assert.deepEqual(slice['ports'], [
      { name: 'tcp-istiod', port: 15012, protocol: 'TCP' },
      { name: 'tcp-webhook', port: 15017, protocol: 'TCP' },
    ]);
  });

  it('have an object by which the istiod of the primary tells that API servers reach its webhook, and nothing else', () => {
    const { metadata, webhooks } = inputsOf('east-control-plane-default-reached') as {
      metadata: object;
      webhooks: { clientConfig: object; rules: object }[];
    };
    // istiod looks after the webhooks of its revision, and lets those that fail open fail closed.
    assert.deepEqual(metadata, {
      name: 'meshwork-istiod-reached',
      labels: { 'istio.io/rev': 'default' },
      annotations: { 'pulumi.com/waitFor': 'jsonpath={.webhooks[0].failurePolicy}=Fail' },
    });
    assert.equal(webhooks.length, 1);
    assert.deepEqual(webhooks[0], {
      name: 'reached.istiod.meshwork',
      clientConfig: { service: { name: 'istiod', namespace: 'istio-system', path: '/validate' } },
      rules: [{ apiGroups: ['nothing.meshwork'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['nothing'] }],
      failurePolicy: 'Ignore',
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
    });
  });

  it('refuse plaintext in the whole mesh', () => {
    assert.deepEqual(inputsOf('east-mtls-policy')['spec'], { mtls: { mode: 'STRICT' } });
  });

  it('have in the outputs which istiod serves each cluster, and nothing secret', () => {
    const { clusters, meshes, schemaVersion } = deployment.outputs;
    assert.equal(schemaVersion, 1);
    assert.deepEqual(meshes, {
      blue: {
        meshId: 'blue',
        trustDomain: 'blue.example',
        rootCertificate: 'root-pem\n',
        rootExpiry: '2036-01-01T00:00:00Z',
      },
    });
    assert.deepEqual(clusters['west'], {
      clusterId: 'west',
      mesh: 'blue',
      network: 'net-west',
      role: 'remote',
      state: 'active',
      controlPlanes: { default: { servedBy: 'east', host: 'istiod.istio-system.svc' } },
      intermediateExpiry: null,
      eastWestGateway: { addresses: ['192.0.2.7'], ports: { tls: 15443, istiod: 15012, webhook: 15017 } },
    });
    assert.equal(clusters['east']?.intermediateExpiry, '2028-01-01T00:00:00Z');
    for (const secret of ['key-pem', 'token-of', 'reader-token'])
      assert.ok(!JSON.stringify(deployment.outputs).includes(secret));
  });
});
