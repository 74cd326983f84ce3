import { strict as assert } from 'node:assert';
import { meshManifests, standaloneManifests } from '../../../../cli/workloads/manifests';
import { cluster, machine } from '../subjects';

const made = meshManifests(cluster('west', 'v2', { servedBy: 'west' }), {
  namespace: 'probe',
  image: 'mirror.example/agnhost:1',
  machines: [],
});
const MANAGED = { 'app.kubernetes.io/managed-by': 'meshwork-verify' };
const ENFORCE = 'pod-security.kubernetes.io/enforce';
const deployment = (name: string) => made.deployments.find(({ metadata }) => metadata?.name === name)?.spec?.template;

describe('verify: manifests', () => {
  it('put everything into one namespace under one label', () => {
    assert.deepEqual(made.namespace.metadata, {
      name: 'probe',
      labels: { ...MANAGED, 'istio-injection': 'enabled', [ENFORCE]: 'privileged' },
    });
    const inside = [...made.accounts, made.service, made.destinationRule, ...made.deployments];
    assert.equal(inside.length, 8);
    assert.deepEqual(
      inside.map((object) => object?.metadata).map((metadata) => [metadata?.namespace, metadata?.labels]),
      inside.map(() => ['probe', MANAGED]),
    );
  });

  it('keep to Pod Security `restricted` where a CNI agent sets up routes', () => {
    const args = { namespace: 'probe', image: 'x', machines: [] };
    const { deployments, namespace } = meshManifests(cluster('west', 'v2', { hasCni: true }), args);
    assert.equal(namespace.metadata?.labels?.[ENFORCE], 'restricted');
    assert.deepEqual(
      deployments.map(({ spec }) => spec?.template.spec?.securityContext),
      [1, 2, 3].map(() => ({ seccompProfile: { type: 'RuntimeDefault' } })),
    );
    assert.equal(deployment('server')?.spec?.securityContext, undefined);
  });

  it('give each workload an account of its own, because identities tell who called whom', () => {
    assert.deepEqual(
      made.deployments.map(({ spec }) => spec?.template.spec?.serviceAccountName),
      ['server-v2', 'client-west', 'plain'],
    );
    assert.deepEqual(
      made.accounts.map(({ metadata }) => metadata?.name),
      ['server-v2', 'client-west', 'plain'],
    );
  });

  it('name the server after nothing but its role, so that one host name stands for all versions', () => {
    assert.equal(made.service?.metadata?.name, 'server');
    assert.deepEqual(made.service.spec?.selector, { app: 'server' });
    assert.deepEqual(made.service.spec.ports, [{ name: 'http', port: 80, targetPort: 8080 }]);
    assert.equal(deployment('server')?.metadata?.labels?.['version'], 'v2');
  });

  it('have proxies open a connection for each call, because a gateway picks a server for a connection', () => {
    assert.deepEqual(made.destinationRule?.spec, {
      host: 'server.probe.svc.cluster.local',
      trafficPolicy: { connectionPool: { http: { maxRequestsPerConnection: 1 } } },
    });
  });

  it('put no rule into a cluster whose proxies another istiod serves', () => {
    const remote = cluster('west', 'v2', { servedBy: 'east' });
    assert.equal(meshManifests(remote, { namespace: 'probe', image: 'x', machines: [] }).destinationRule, undefined);
  });

  it('lead to machines that other istiods serve, where an istiod reads it', () => {
    const args = { namespace: 'probe', image: 'x', machines: [machine('vm-1'), machine('vm-2', { servedBy: 'west' })] };
    const { machines } = meshManifests(cluster('west', 'v2', { servedBy: 'west' }), args);
    assert.deepEqual(
      machines.map(({ kind, metadata }) => [kind, metadata?.namespace, metadata?.name]),
      [
        ['ServiceEntry', 'probe', 'probe-vm-1'],
        ['DestinationRule', 'probe', 'probe-vm-1'],
      ],
    );
    assert.deepEqual(meshManifests(cluster('west', 'v2', { servedBy: 'east' }), args).machines, []);
  });

  it('keep the plaintext client out of the mesh', () => {
    assert.equal(deployment('plain')?.metadata?.labels?.['sidecar.istio.io/inject'], 'false');
    assert.equal(deployment('client')?.metadata?.labels?.['sidecar.istio.io/inject'], undefined);
  });

  it('run the configured image, restricted', () => {
    for (const { spec } of made.deployments) {
      const container = spec?.template.spec?.containers[0];
      assert.equal(container?.image, 'mirror.example/agnhost:1');
      assert.deepEqual(container.args, ['netexec', '--http-port=8080']);
      assert.equal(container.securityContext?.runAsNonRoot, true);
      assert.equal(container.securityContext.allowPrivilegeEscalation, false);
      assert.equal(container.securityContext.seccompProfile?.type, 'RuntimeDefault');
      // Istio's rules let pass what its own user sends.
      assert.notEqual(container.securityContext.runAsUser, 1337);
    }
  });

  it('put nothing but a client into a cluster in no mesh', () => {
    const alone = standaloneManifests({ namespace: 'probe', image: 'x' });
    assert.deepEqual(alone.namespace.metadata?.labels, { ...MANAGED, [ENFORCE]: 'restricted' });
    assert.equal(alone.service, undefined);
    assert.deepEqual(
      alone.deployments.map(({ metadata, spec }) => [metadata?.name, spec?.template.spec?.serviceAccountName]),
      [['plain', 'plain']],
    );
    assert.deepEqual(
      alone.accounts.map(({ metadata }) => metadata?.name),
      ['plain'],
    );
  });

  it('ask a named revision for injection by its label', () => {
    const { namespace } = meshManifests(cluster('west', 'v2', { revisions: ['1-31'] }), {
      namespace: 'probe',
      image: 'x',
      machines: [],
    });
    assert.deepEqual(namespace.metadata?.labels, { ...MANAGED, 'istio.io/rev': '1-31', [ENFORCE]: 'privileged' });
  });

  it('ask Pod Security for what the pods need: nothing without a sidecar', () => {
    const { namespace } = standaloneManifests({ namespace: 'probe', image: 'a' });
    assert.equal(namespace.metadata?.labels?.[ENFORCE], 'restricted');
  });

  it('put up with the taints that config names, and pull images with its credentials', () => {
    const args = {
      namespace: 'probe',
      image: 'registry.example/agnhost:1',
      tolerations: [{ key: 'dedicated', operator: 'Exists' as const }],
      registryCredentials: { 'registry.example': { username: 'a', password: 'b' } },
    };
    const all = [standaloneManifests(args), meshManifests(cluster('west', 'v2'), { ...args, machines: [] })];
    for (const { deployments, pullSecret } of all) {
      assert.deepEqual(pullSecret?.metadata?.name, 'meshwork-registry');
      for (const { spec } of deployments) {
        assert.deepEqual(spec?.template.spec?.tolerations, args.tolerations);
        assert.deepEqual(spec.template.spec.imagePullSecrets, [{ name: 'meshwork-registry' }]);
      }
    }
    assert.equal(made.pullSecret, undefined);
  });
});
