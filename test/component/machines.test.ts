import { strict as assert } from 'node:assert';
import { withMachine } from '../unit/model/specimen';
import { deployMocked, type MockDeployment } from './deployment';
import { isSecret, revealed } from './recording';

const SSH_KEY = 'VERYSECRETSSHKEY';

describe('components of a machine outside Kubernetes', () => {
  let deployment: MockDeployment;

  before(async () => {
    const raw = { ...withMachine(), sshKeys: { default: SSH_KEY } };
    deployment = await deployMocked(raw);
  });

  function inputsOf(name: string): Readonly<Record<string, unknown>> {
    const registration = deployment.registrations.find((candidate) => candidate.name === name);
    assert.ok(registration, `${name} was not registered`);
    return registration.inputs;
  }

  it('make the namespace and the account, and tell istiod of group, machine and service, where that istiod runs', () => {
    const made = deployment.registrations.filter(({ name }) => /^(legacy|east-workloads|vm-1)/.test(name));
    assert.deepEqual(made.map(({ name, provider, type }) => `${type} ${name} ${provider ?? ''}`.trim()).sort(), [
      'command:remote:Command vm-1-machine-sidecar',
      'kubernetes:core/v1:Namespace east-workloads.vms-namespace east-provider',
      'kubernetes:core/v1:Service legacy-workload-group-service east-provider',
      'kubernetes:core/v1:ServiceAccount east-workloads.vms-account.legacy east-provider',
      'kubernetes:networking.istio.io/v1:WorkloadEntry legacy-workload-group-entry.vm-1 east-provider',
      'kubernetes:networking.istio.io/v1:WorkloadGroup legacy-workload-group-group east-provider',
      'meshwork:machines:MachineCertificate vm-1-machine-certificate',
      'meshwork:machines:VirtualMachine vm-1-machine',
      'meshwork:machines:WorkloadGroup legacy-workload-group',
      'meshwork:machines:WorkloadNamespace east-workloads.vms',
      'tls:index/certRequest:CertRequest vm-1-machine-certificate-request',
      'tls:index/locallySignedCert:LocallySignedCert vm-1-machine-certificate-certificate',
      'tls:index/privateKey:PrivateKey vm-1-machine-certificate-key',
    ]);
  });

  it('put the entry into the network of the machine, under its account', () => {
    assert.deepEqual(inputsOf('legacy-workload-group-entry.vm-1')['spec'], {
      address: '10.0.50.2',
      labels: { app: 'legacy' },
      serviceAccount: 'legacy',
      network: 'vm-net',
      ports: { http: 5000 },
    });
  });

  it('ask for a certificate of the identity of the group', () => {
    assert.deepEqual(inputsOf('vm-1-machine-certificate-request')['uris'], ['spiffe://blue.example/ns/vms/sa/legacy']);
  });

  it('send everything by standard input, as a secret; commands say nothing', () => {
    const inputs = inputsOf('vm-1-machine-sidecar');
    assert.deepEqual(
      [inputs['create'], inputs['update'], inputs['delete']],
      ['bash -s join', 'bash -s join', 'bash -s leave'],
    );
    assert.ok(isSecret(inputs['stdin']));
    const script = String(revealed(inputs['stdin']));
    assert.ok(script.includes("ISTIOD_ADDRESS='192.0.2.7'\n"), script);
    assert.ok(script.includes("ISTIOD_HOST='istiod.istio-system.svc'\n"), script);
    assert.match(script, /\nmain "\$@"\n$/);
  });

  it('show the SSH key to the engine as a secret only', () => {
    const inputs = inputsOf('vm-1-machine-sidecar');
    assert.ok(isSecret(inputs['connection']));
    assert.ok(JSON.stringify(revealed(inputs['connection'])).includes(SSH_KEY), 'the key is there');
    for (const { inputs: all, name } of deployment.registrations)
      for (const [key, value] of Object.entries(all))
        if (!isSecret(value)) assert.ok(!JSON.stringify(value).includes(SSH_KEY), `${name}.${key}`);
  });

  it('are in the outputs, with the end of each certificate', () => {
    assert.deepEqual(deployment.outputs.workloadGroups, {
      legacy: {
        mesh: 'blue',
        cluster: 'east',
        network: 'vm-net',
        identity: 'spiffe://blue.example/ns/vms/sa/legacy',
        authority: null,
        machines: {
          'vm-1': {
            address: '10.0.50.2',
            state: 'active',
            certificateExpiry: '2028-01-01T00:00:00Z',
            ownCertificateExpiry: null,
          },
        },
      },
    });
  });

  describe('that prove themselves by token', () => {
    const COMMAND = 'vm-1-machine-token-request';
    let tokens: MockDeployment;

    before(async () => {
      const raw = withMachine();
      raw.workloadGroups['legacy'] = {
        ...raw.workloadGroups['legacy'],
        identity: 'token',
        tokens: { validityMinutes: 20, generation: 3 },
      };
      tokens = await deployMocked(raw);
    });

    function inputs(name: string): Readonly<Record<string, unknown>> {
      return tokens.registrations.find((candidate) => candidate.name === name)?.inputs ?? {};
    }

    it('ask the cluster for it, by a request that is secret, and have no certificate of the stack', () => {
      assert.equal(
        tokens.registrations.some(({ name, type }) => type.startsWith('tls:') && name.startsWith('vm-1')),
        false,
      );
      const { create, logging, stdin, triggers, update } = inputs(COMMAND);
      assert.equal(create, 'node --require tsx/cjs components/machines/mint-token.ts');
      assert.equal(update, 'printf %s "$PULUMI_COMMAND_STDOUT"');
      assert.equal(logging, 'none');
      assert.ok(isSecret(stdin));
      const { kubeconfig, ...asked } = JSON.parse(String(revealed(stdin))) as Record<string, unknown>;
      assert.match(String(kubeconfig), /apiVersion/);
      assert.deepEqual(asked, { namespace: 'vms', serviceAccount: 'legacy', audience: 'istio-ca', seconds: 1200 });
      assert.deepEqual(triggers, [3, 'east', 'spiffe://blue.example/ns/vms/sa/legacy', '10.0.50.2:22', hostKey()]);
    });

    it('give it to the machine in the script alone', () => {
      const { stdin } = inputs('vm-1-machine-sidecar');
      assert.ok(isSecret(stdin));
      const script = String(revealed(stdin));
      assert.match(script, /^TOKEN='header\.[^']+\.signature'$/m);
      assert.match(script, /^PROOF_BEGIN='1767225600'\nPROOF_END='1767229200'$/m);
    });

    it('have no end of a certificate in the outputs', () => {
      assert.deepEqual(tokens.outputs.workloadGroups['legacy']?.machines, {
        'vm-1': { address: '10.0.50.2', state: 'active', certificateExpiry: null, ownCertificateExpiry: null },
      });
    });

    function hostKey(): unknown {
      return (withMachine().virtualMachines['vm-1']?.['ssh'] as { hostKey: string }).hostKey;
    }
  });

  it('open the istiod on the gateway for machines, also where no remote needs it', async () => {
    const raw = withMachine();
    raw.clusters['west'] = { mesh: 'blue', network: 'net-west', role: 'primary' };
    const { registrations } = await deployMocked(raw);
    const names = registrations.map(({ name }) => name).filter((name) => name.includes('-exposure'));
    assert.deepEqual(names.sort(), [
      'east-control-plane-default-exposure',
      'east-control-plane-default-exposure-gateway',
      'east-control-plane-default-exposure-routes',
      'east-service-exposure',
      'east-service-exposure-gateway',
      'west-service-exposure',
      'west-service-exposure-gateway',
    ]);
  });
});
