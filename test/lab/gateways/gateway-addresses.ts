import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { eventually } from '../../../cli/eventually';
import type { Report } from '../../../cli/report/report';
import type { Lab } from '../../../lab/lab';
import type { MeshworkOutputs } from '../../../outputs/contract';
import { EAST_WEST_GATEWAY } from '../../../model/names/east-west-gateway';
import { SYSTEM_NAMESPACE } from '../../../model/names/system-namespace';
import { routes, reportWithoutDrift, showsConfigInLab } from '../examples/system';
import { Middlemen } from '../middlemen';
import { describeStep, type Stack } from '../stack';

/** Requests stay in a network where they can and go through a gateway where they must. */
const ACROSS = ['east → east: direct', 'east → west: gateway', 'west → east: gateway', 'west → west: direct'];

/** A gateway as in host-names.yaml, but for its scope. */
const PUBLIC = {
  gateway: { address: 'hostname', loadBalancer: { class: 'meshwork.lab/hostname', internal: false } },
};

/** Each kind of address that a gateway can have in place of a load balancer's, one after the other as updates of one system. */
export function showsGatewayAddresses(lab: () => Lab): void {
  let clusters: Awaited<ReturnType<Lab['clusters']>>;

  showsConfigInLab(join(__dirname, 'host-names.yaml'), lab, {
    report: (report) =>
      judge(report, ['east'], { 'net-east': ['10.201.0.50:15443'], 'net-west': ['10.202.0.1:15443'] }),
    further: (stack) => {
      it('has host names of load balancers in the outputs, and in the webhook of the remote', async () => {
        const { clusters } = await outputsOf(stack());
        assert.deepEqual(clusters['east']?.eastWestGateway?.addresses, ['ip-10-201-0-50.lb.lab.internal']);
        const webhook = ['get', 'mutatingwebhookconfiguration', 'istio-sidecar-injector'];
        const url = await lab().kubectl('west', ...webhook, '--output=jsonpath={.webhooks[0].clientConfig.url}');
        assert.equal(url, 'https://ip-10-201-0-50.lb.lab.internal:15017/inject/cluster/west/net/net-west');
        const status = await serviceOf('east', '{.status.loadBalancer.ingress}');
        assert.deepEqual(JSON.parse(status), [{ hostname: 'ip-10-201-0-50.lb.lab.internal' }]);
      });

      it('replaces the Service of a gateway that is to be public, and has its new address everywhere', async () => {
        const uid = await serviceOf('west', '{.metadata.uid}');
        stack().change('meshwork:networks', (networks) => ({ ...networks, 'net-west': PUBLIC }));
        const replaced = (await stack().preview()).filter(({ op }) => op === 'replace').map(describeStep);
        assert.deepEqual(replaced, [
          'kubernetes:core/v1:Service west-east-west-gateway-chart:istio-system/istio-eastwestgateway west-provider',
        ]);
        await stack().succeed('up', '--yes', '--skip-preview');
        assert.notEqual(await serviceOf('west', '{.metadata.uid}'), uid);
        const name = await serviceOf('west', '{.status.loadBalancer.ingress[0].hostname}');
        const { clusters } = await outputsOf(stack());
        assert.deepEqual(clusters['west']?.eastWestGateway?.addresses, [name]);
        assert.deepEqual(routes(await reportWithoutDrift(stack())), ACROSS);
      });

      it('takes a static address with mapped ports before the istiod of its remote, and another port of a load balancer', async () => {
        await become(stack(), 'mapped-ports.yaml');
        judge(await reportWithoutDrift(stack()), ['east'], {
          'net-east': ['10.0.1.1:32443'],
          'net-west': ['10.202.0.1:15444'],
        });
        const slice = ['-n', SYSTEM_NAMESPACE, 'get', 'endpointslice', 'istiod', '--output=json'];
        const { endpoints, ports } = JSON.parse(await lab().kubectl('west', ...slice)) as {
          endpoints: { addresses: string[] }[];
          ports: { name: string; port: number }[];
        };
        assert.deepEqual(endpoints[0]?.addresses, ['10.0.1.1']);
        assert.deepEqual(
          new Map(ports.map(({ name, port }) => [name, port])),
          new Map([
            ['tcp-istiod', 32012],
            ['tcp-webhook', 32017],
          ]),
        );
      });

      it('takes ports of nodes, announced by the nodes in one network and by config in the other', async () => {
        await become(stack(), 'node-ports.yaml');
        const report = await reportWithoutDrift(stack());
        const announced = Number(await serviceOf('east', '{.spec.ports[?(@.name=="tls")].nodePort}'));
        judge(report, ['east', 'west'], { 'net-east': [`10.0.1.1:${announced}`], 'net-west': ['10.0.2.1:31443'] });
        const { clusters } = await outputsOf(stack());
        const east = clusters['east']?.eastWestGateway;
        assert.deepEqual([east?.addresses, east?.ports.tls], [[], announced]);
        assert.deepEqual(clusters['west']?.eastWestGateway, {
          addresses: ['10.0.2.1'],
          ports: { tls: 31443, istiod: 31012, webhook: 31017 },
        });
        const ports = await serviceOf('west', '{range .spec.ports[*]}{.name}={.nodePort} {end}');
        assert.match(ports, /tls=31443 tls-istiod=31012 tls-webhook=31017/);
      });

      it('has requests take all static addresses of a network, one of them a host name', async () => {
        const [east, west] = [clusters.get('east') ?? assert.fail(), clusters.get('west') ?? assert.fail()];
        // A second way to the gateway, such as another port mapping.
        const second = { address: west.routerAddress, port: 31443 };
        const middlemen = await Middlemen.start(lab(), { forwarder: { ...second, to: `${west.nodeAddress}:31443` } });
        try {
          const host = `ip-${west.nodeAddress.replaceAll('.', '-')}.lb.lab.internal`;
          setAddress(stack(), [host, second.address]);
          await stack().succeed('up', '--yes', '--skip-preview');
          const known = [west.nodeAddress, second.address].map((address) => `${address}:31443`).sort();
          const taken = await eventually(
            async () => {
              const report = await stack().verified();
              assert.deepEqual(knownGateways(report)['east']?.['net-west']?.sort(), known);
              return middlemen.connections(`forwarder ${east.nodeAddress}`);
            },
            (count) => count > 0,
            AbortSignal.timeout(180_000),
          );
          assert.ok(taken > 0, 'no request of east took the second address');
          const { clusters: outputs } = await outputsOf(stack());
          assert.deepEqual(outputs['west']?.eastWestGateway?.addresses, [host, second.address]);
          await stack().unchanged();
        } finally {
          await middlemen.stop();
        }
      });
    },
  });

  before(async () => {
    clusters = await lab().clusters();
  });

  function serviceOf(cluster: string, jsonpath: string): Promise<string> {
    const service = ['-n', SYSTEM_NAMESPACE, 'get', 'service', EAST_WEST_GATEWAY];
    return lab().kubectl(cluster, ...service, `--output=jsonpath=${jsonpath}`);
  }
}

/** Requests go their ways, and every istiod knows these gateways and no others, by network. */
function judge(report: Report, istiods: readonly string[], gateways: Readonly<Record<string, string[]>>): void {
  assert.deepEqual(routes(report), ACROSS);
  assert.deepEqual(knownGateways(report), Object.fromEntries(istiods.map((name) => [name, gateways])));
}

/** Gives network net-west other static addresses. */
function setAddress(stack: Stack, address: readonly string[]): void {
  stack.change('meshwork:networks', (networks) => {
    const west = networks['net-west'] as { gateway: { static: object } };
    return { ...networks, 'net-west': { gateway: { ...west.gateway, static: { ...west.gateway.static, address } } } };
  });
}

/** Gives a system the networks and clusters of another config. */
async function become(stack: Stack, file: string): Promise<void> {
  const { config } = parse(readFileSync(join(__dirname, file), 'utf8')) as { config: Record<string, unknown> };
  for (const key of ['meshwork:networks', 'meshwork:clusters']) stack.change(key, () => config[key]);
  await stack.succeed('up', '--yes', '--skip-preview');
}

async function outputsOf(stack: Stack): Promise<MeshworkOutputs> {
  return (await stack.outputs()) as unknown as MeshworkOutputs;
}

/** Gateways as `address:port`, by cluster of the istiod and by network. */
function knownGateways({ gatewayAddresses }: Report): Record<string, Record<string, string[]>> {
  const known: Record<string, Record<string, string[]>> = {};
  for (const { addresses, cluster, network } of gatewayAddresses)
    known[cluster] = { ...known[cluster], [network]: addresses.map(({ address, port }) => `${address}:${port}`) };
  return known;
}
