import { strict as assert } from 'node:assert';
import type { Values } from '../../model/plan/values';
import { primaryRemote } from '../unit/model/specimen';
import { deployMocked } from './deployment';
import type { Registration } from './recording';

const TOLERATIONS = [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }];

/** A deployment with an ingress gateway in a node pool of the remote. */
async function deployedWith(pool: object, gateway: object = {}, change: { gatewayPool?: string } = {}) {
  const raw = primaryRemote();
  raw.clusters['west'] = { ...raw.clusters['west'], ...change };
  const nodePools = { fast: { cluster: 'west', nodes: { labels: { pool: 'fast' } }, ...pool } };
  const written = { ...raw, nodePools, ingressGateways: { public: { cluster: 'west', pool: 'fast', ...gateway } } };
  return (await deployMocked(written)).registrations;
}

function the(name: string, registrations: readonly Registration[]): Registration {
  return registrations.find((candidate) => candidate.name === name) ?? assert.fail(`${name} was not registered`);
}

/** The values with which the chart of a gateway is made. */
function valuesOf(registrations: readonly Registration[], chart = 'public-ingress-gateway-chart'): Values {
  return the(chart, registrations).inputs['values'] as Values;
}

describe('components of a gateway in a node pool', () => {
  it('render nothing of an accelerator for a pool without one, but its nodes', async () => {
    const nodes = { labels: { pool: 'fast' }, tolerations: TOLERATIONS };
    const registrations = await deployedWith({ nodes, accelerator: 'none' });
    const values = valuesOf(registrations);
    assert.deepEqual(values['nodeSelector'], { pool: 'fast' });
    assert.deepEqual(values['tolerations'], TOLERATIONS);
    for (const key of ['resources', 'containerSecurityContext', 'podAnnotations'])
      assert.equal(key in values, false, key);
    assert.doesNotMatch(JSON.stringify(registrations), /qat|cryptomb|privateKeyProvider|IPC_LOCK/i);
  });

  it('render nodes, devices, CPU, memory, security context and provider for QAT', async () => {
    const nodes = { labels: { pool: 'fast' }, tolerations: TOLERATIONS };
    const placement = { nodeSelector: { zone: 'a' }, tolerations: [{ key: 'b', operator: 'Exists' }] };
    const values = valuesOf(await deployedWith({ nodes, accelerator: 'qat' }, { placement }));
    assert.deepEqual(values['nodeSelector'], { 'kubernetes.io/arch': 'amd64', pool: 'fast', zone: 'a' });
    assert.deepEqual(values['tolerations'], [...TOLERATIONS, { key: 'b', operator: 'Exists' }]);
    const sizes = { cpu: '2', memory: '4Gi', 'qat.intel.com/cy': '1' };
    assert.deepEqual(values['resources'], { requests: sizes, limits: sizes });
    assert.deepEqual(values['containerSecurityContext'], {
      capabilities: { drop: ['ALL'], add: ['IPC_LOCK'] },
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    });
    assert.deepEqual(values['podAnnotations'], {
      'proxy.istio.io/config': '{"privateKeyProvider":{"qat":{"pollDelay":"2ms","fallback":true}}}',
    });
  });

  it('render the resource of older devices, or of a name and number that config says', async () => {
    const resources = async (device: object) => {
      const { limits, requests } = valuesOf(await deployedWith({ accelerator: 'qat', device }))['resources'] as Values;
      assert.deepEqual(limits, requests);
      return limits;
    };
    const sizes = { cpu: '2', memory: '4Gi' };
    assert.deepEqual(await resources({ generation: 'older' }), { ...sizes, 'qat.intel.com/generic': '1' });
    assert.deepEqual(await resources({ resource: 'qat.intel.com/asym', count: 3 }), {
      ...sizes,
      'qat.intel.com/asym': '3',
    });
  });

  it('render no device for CryptoMB, and another provider', async () => {
    const pool = { accelerator: 'cryptomb', privateKeyProvider: { pollDelay: '0.5s', fallback: false } };
    const values = valuesOf(await deployedWith(pool));
    assert.deepEqual(values['nodeSelector'], { 'kubernetes.io/arch': 'amd64', pool: 'fast' });
    const sizes = { cpu: '2', memory: '4Gi' };
    assert.deepEqual(values['resources'], { requests: sizes, limits: sizes });
    assert.equal('containerSecurityContext' in values, false);
    assert.deepEqual(values['podAnnotations'], {
      'proxy.istio.io/config': '{"privateKeyProvider":{"cryptomb":{"pollDelay":"0.5s","fallback":false}}}',
    });
    const byDefault = valuesOf(await deployedWith({ accelerator: 'cryptomb' }))['podAnnotations'];
    assert.deepEqual(byDefault, {
      'proxy.istio.io/config': '{"privateKeyProvider":{"cryptomb":{"pollDelay":"10ms","fallback":true}}}',
    });
  });

  it('leave CPU, memory and the security context to chart values, and devices not', async () => {
    const values = {
      resources: { requests: { cpu: '500m' } },
      containerSecurityContext: { capabilities: { add: [] } },
    };
    const made = valuesOf(await deployedWith({ accelerator: 'qat' }, { values }));
    assert.deepEqual(made['resources'], {
      requests: { cpu: '500m', memory: '4Gi', 'qat.intel.com/cy': '1' },
      limits: { cpu: '2', memory: '4Gi', 'qat.intel.com/cy': '1' },
    });
    assert.deepEqual((made['containerSecurityContext'] as Values)['capabilities'], { drop: ['ALL'], add: [] });
  });

  it('put the east-west gateway of a cluster onto the nodes that it names', async () => {
    const registrations = await deployedWith({}, {}, { gatewayPool: 'fast' });
    assert.deepEqual(valuesOf(registrations, 'west-east-west-gateway-chart')['nodeSelector'], { pool: 'fast' });
    assert.equal('nodeSelector' in valuesOf(registrations, 'east-east-west-gateway-chart'), false);
  });
});

describe('components of device plugins', () => {
  const nodes = { labels: { pool: 'fast' }, tolerations: TOLERATIONS };

  it('are not made where one exists', async () => {
    for (const pool of [{ accelerator: 'qat' }, { accelerator: 'qat', devicePlugin: 'existing' }]) {
      const types = (await deployedWith(pool)).map(({ type }) => type);
      assert.deepEqual(
        types.filter((type) => /device/i.test(type)),
        [],
      );
    }
  });

  it('are a DaemonSet on the nodes of the pool, in a namespace of its own', async () => {
    const registrations = await deployedWith({ nodes, accelerator: 'qat', devicePlugin: 'daemonSet' });
    const namespace = the('west-device-plugins-namespace', registrations);
    assert.deepEqual(namespace.inputs['metadata'], {
      name: 'meshwork-device-plugins',
      labels: { 'pod-security.kubernetes.io/enforce': 'privileged', 'istio-injection': 'disabled' },
    });
    const { inputs, provider, type } = the('west-device-plugins-fast', registrations);
    assert.equal(provider, 'west-provider');
    assert.equal(type, 'kubernetes:apps/v1:DaemonSet');
    assert.deepEqual(inputs['metadata'], {
      name: 'qat-fast',
      namespace: 'meshwork-device-plugins',
      labels: { app: 'qat-fast' },
    });
    const { spec } = (inputs['spec'] as { readonly template: { readonly spec: Values } }).template;
    assert.deepEqual(spec['nodeSelector'], { 'kubernetes.io/arch': 'amd64', pool: 'fast' });
    assert.deepEqual(spec['tolerations'], TOLERATIONS);
    const [container] = spec['containers'] as readonly Values[];
    assert.equal(container?.['image'], 'docker.io/intel/intel-qat-plugin:0.36.0');
    assert.deepEqual(container['args'], ['-dpdk-driver', 'vfio-pci', '-kernel-vf-drivers', '4xxxvf,420xxvf']);
    const paths = (spec['volumes'] as readonly { hostPath: { path: string } }[]).map(({ hostPath }) => hostPath.path);
    assert.deepEqual(paths, ['/dev/vfio', '/sys/kernel/debug', '/sys/bus/pci', '/var/lib/kubelet/device-plugins']);
  });

  it('are a custom resource for the operator, with another image where config says one', async () => {
    const registrations = await deployedWith({
      nodes,
      accelerator: 'qat',
      device: { generation: 'older' },
      devicePlugin: 'operator',
      devicePluginImage: 'mirror.example/intel-qat-plugin:0.35.0',
    });
    const { inputs, provider } = the('west-device-plugins-fast', registrations);
    assert.equal(provider, 'west-provider');
    assert.deepEqual(inputs, {
      apiVersion: 'deviceplugin.intel.com/v1',
      kind: 'QatDevicePlugin',
      metadata: { name: 'qat-fast' },
      spec: {
        image: 'mirror.example/intel-qat-plugin:0.35.0',
        dpdkDriver: 'vfio-pci',
        kernelVfDrivers: ['c6xxvf', 'dh895xccvf', 'c3xxxvf', 'c4xxxvf', 'd15xxvf'],
        nodeSelector: { 'kubernetes.io/arch': 'amd64', pool: 'fast' },
        tolerations: TOLERATIONS,
      },
    });
    assert.equal(
      registrations.some(({ name }) => name === 'west-device-plugins-namespace'),
      false,
    );
  });
});
