import { strict as assert } from 'node:assert';
import type * as pulumi from '@pulumi/pulumi';
import { gatewayService } from '../../components/gateways/gateway-service';
import { primaryRemote } from '../unit/model/specimen';
import { deployMocked, type MockDeployment } from './deployment';
import type { EastWestPorts } from '../../model/plan/east-west-gateway-plan';
import type { GatewayServicePlan } from '../../model/plan/gateway-plan';

const NODE_PORTS = { tls: 31443, istiod: 31012, webhook: 31017 };

/** Address and ports of a port mapping before the nodes. */
const PORTS = { tls: 443, istiod: 15112, webhook: 15117 };

/** Name of the chart of the primary's gateway. */
const CHART = 'east-east-west-gateway-chart';

async function deployedWith(east: object): Promise<MockDeployment> {
  const raw = primaryRemote();
  raw.networks['net-east'] = { gateway: east };
  return deployMocked(raw);
}

function inputsOf({ registrations }: MockDeployment, name: string): Readonly<Record<string, unknown>> | undefined {
  return registrations.find((candidate) => candidate.name === name)?.inputs;
}

describe('components of gateways without a usable load balancer address', () => {
  it('put the static address and ports behind the remote’s istiod Service, and into the outputs', async () => {
    const deployment = await deployedWith({
      service: 'nodePort',
      nodePorts: NODE_PORTS,
      static: { address: '203.0.113.7', ports: PORTS },
    });
    const slice = inputsOf(deployment, 'west-control-plane-default-endpoints');
    assert.deepEqual(slice?.['endpoints'], [{ addresses: ['203.0.113.7'], conditions: { ready: true } }]);
    assert.deepEqual(slice['ports'], [
      { name: 'tcp-istiod', port: 15112, protocol: 'TCP' },
      { name: 'tcp-webhook', port: 15117, protocol: 'TCP' },
    ]);
    const gateway = deployment.outputs.clusters['east']?.eastWestGateway;
    assert.deepEqual(gateway, { addresses: ['203.0.113.7'], ports: PORTS });
  });

  it('make the remote’s istiod Service another name for a host, with no endpoint of its own', async () => {
    const yields = { hostname: 'lb-1.cloud.example' };
    const raw = primaryRemote();
    raw.networks['net-east'] = { gateway: { address: 'hostname', hostname: 'istiod.example.org' } };
    const deployment = await deployMocked(raw, { [CHART]: { ingress: [yields] } });
    assert.deepEqual(inputsOf(deployment, 'west-control-plane-default-service')?.['spec'], {
      type: 'ExternalName',
      externalName: 'istiod.example.org',
    });
    assert.equal(inputsOf(deployment, 'west-control-plane-default-endpoints'), undefined);
    assert.deepEqual(deployment.outputs.clusters['east']?.eastWestGateway?.addresses, ['lb-1.cloud.example']);
  });

  it('say in the outputs which ports of nodes Kubernetes gave, and no address', async () => {
    const ports = [
      { name: 'status-port', nodePort: 30001 },
      { name: 'tls', nodePort: 30002 },
      { name: 'tls-istiod', nodePort: 30003 },
      { name: 'tls-webhook', nodePort: 30004 },
    ];
    const raw = primaryRemote();
    raw.clusters['west'] = { mesh: 'blue', network: 'net-west', role: 'primary' };
    raw.networks['net-east'] = { gateway: { service: 'nodePort' } };
    const { outputs } = await deployMocked(raw, { [CHART]: { ports } });
    assert.deepEqual(outputs.clusters['east']?.eastWestGateway, {
      addresses: [],
      ports: { tls: 30002, istiod: 30003, webhook: 30004 },
    });
  });
});

describe('the transform of a gateway’s Service', () => {
  const service = {
    metadata: { name: 'istio-eastwestgateway', labels: { app: 'x', 'topology.istio.io/network': 'net-east' } },
    spec: {
      type: 'NodePort',
      ports: [
        { name: 'status-port', port: 15021 },
        { name: 'tls', port: 15443 },
        { name: 'tls-istiod', port: 15012 },
        { name: 'tls-webhook', port: 15017 },
      ],
    },
  };

  function transformed(plan: GatewayServicePlan<EastWestPorts>, type = 'kubernetes:core/v1:Service') {
    const args = {
      custom: true,
      type,
      name: 'x',
      props: service,
      opts: { replaceOnChanges: ['x'] },
    } as pulumi.ResourceTransformArgs;
    const portNames = { tls: 'tls', istiod: 'tls-istiod', webhook: 'tls-webhook' };
    return gatewayService(plan, portNames)(args) as
      { props: typeof service; opts: pulumi.CustomResourceOptions } | undefined;
  }

  it('sets the ports of nodes by their names, and leaves the rest', () => {
    const { opts, props } = transformed({ announced: true, nodePorts: NODE_PORTS }) ?? assert.fail();
    const { metadata, spec } = props;
    assert.deepEqual(spec.ports, [
      { name: 'status-port', port: 15021 },
      { name: 'tls', port: 15443, nodePort: 31443 },
      { name: 'tls-istiod', port: 15012, nodePort: 31012 },
      { name: 'tls-webhook', port: 15017, nodePort: 31017 },
    ]);
    assert.deepEqual(metadata, service.metadata);
    assert.equal(spec.type, 'NodePort');
    assert.deepEqual(opts, { replaceOnChanges: ['x'] });
  });

  it('takes the label away by which istiods would find it, and no other', () => {
    const { metadata, spec } = transformed({ announced: false, nodePorts: undefined })?.props ?? assert.fail();
    assert.deepEqual(metadata.labels, { app: 'x' });
    assert.deepEqual(spec, service.spec);
  });

  it('leaves other objects alone', () => {
    assert.equal(transformed({ announced: false, nodePorts: NODE_PORTS }, 'kubernetes:apps/v1:Deployment'), undefined);
  });
});
