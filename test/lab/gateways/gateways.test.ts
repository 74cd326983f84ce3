import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Report } from '../../../cli/verify/report';
import type { Lab } from '../../../lab/lab';
import type { MeshworkOutputs } from '../../../outputs/contract';
import { EAST_WEST_GATEWAY, SYSTEM_NAMESPACE } from '../../../spec/names';
import { routes, showsConfigInLab } from '../examples/system';
import { removeLab, temporaryLab } from '../lab/temporary-lab';
import type { Stack } from '../stack';

/** Requests stay in a network where they can and go through a gateway where they must. */
const ACROSS = ['east → east: direct', 'east → west: gateway', 'west → east: gateway', 'west → west: direct'];

/** Two clusters in two networks carry all systems, one after the other: each has to leave nothing to the next. */
describe('gateways without a usable load balancer address', () => {
  let lab: Lab;

  before(async () => {
    lab = await temporaryLab();
    await lab.up([
      { name: 'east', network: 'net-east' },
      { name: 'west', network: 'net-west' },
    ]);
  });

  after(() => removeLab(lab));

  describe('load balancers that yield a host name only', () => {
    shows(
      'host-names.yaml',
      { 'net-east': ['10.201.0.50:15443'], 'net-west': ['10.202.0.1:15443'] },
      ['east'],
      (stack) => {
        it('are named in the outputs, and by the webhook of the remote', async () => {
          const { clusters } = await outputsOf(stack());
          assert.deepEqual(clusters['east']?.eastWestGateway?.addresses, ['ip-10-201-0-50.lb.lab.internal']);
          const webhook = ['get', 'mutatingwebhookconfiguration', 'istio-sidecar-injector'];
          const url = await lab.kubectl('west', ...webhook, '--output=jsonpath={.webhooks[0].clientConfig.url}');
          assert.equal(url, 'https://ip-10-201-0-50.lb.lab.internal:15017/inject/cluster/west/net/net-west');
          const status = await serviceOf('east', '{.status.loadBalancer.ingress}');
          assert.deepEqual(JSON.parse(status), [{ hostname: 'ip-10-201-0-50.lb.lab.internal' }]);
        });
      },
    );
  });

  describe('ports of nodes, announced by the nodes in one network and by config in the other', () => {
    let announced = 0;
    shows(
      'node-ports.yaml',
      () => ({ 'net-east': [`10.0.1.1:${announced}`], 'net-west': ['10.0.2.1:31443'] }),
      ['east', 'west'],
      (stack) => {
        it('are those of the Services, and in the outputs', async () => {
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
      },
      async () => {
        announced = Number(await serviceOf('east', '{.spec.ports[?(@.name=="tls")].nodePort}'));
      },
    );
  });

  describe('a static address with mapped ports before the istiod of a remote, and another port of a load balancer', () => {
    shows('mapped-ports.yaml', { 'net-east': ['10.0.1.1:32443'], 'net-west': ['10.202.0.1:15444'] }, ['east'], () => {
      it('are what the remote dials', async () => {
        const slice = ['-n', SYSTEM_NAMESPACE, 'get', 'endpointslice', 'istiod', '--output=json'];
        const { endpoints, ports } = JSON.parse(await lab.kubectl('west', ...slice)) as {
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
    });
  });

  /**
   * @param gateways that every istiod has to know, and no others, by network.
   * @param istiods by cluster.
   * @param look at the system before it is judged.
   */
  function shows(
    config: string,
    gateways: Record<string, string[]> | (() => Record<string, string[]>),
    istiods: readonly string[],
    further: (stack: () => Stack) => void,
    look: () => Promise<void> = () => Promise.resolve(),
  ): void {
    let known: Report['controlPlanes'] = [];
    showsConfigInLab(
      join(__dirname, config),
      () => lab,
      (found) => {
        known = found.controlPlanes;
        assert.deepEqual(routes(found), ACROSS);
      },
      (stack) => {
        it('is known to every istiod by these gateways and no others', async () => {
          await look();
          const expected = typeof gateways === 'function' ? gateways() : gateways;
          const judged = known.map(({ cluster, gateways: found }) => [cluster, byNetwork(found)]);
          assert.deepEqual(Object.fromEntries(judged), Object.fromEntries(istiods.map((name) => [name, expected])));
        });
        further(stack);
      },
    );
  }

  function serviceOf(cluster: string, jsonpath: string): Promise<string> {
    const service = ['-n', SYSTEM_NAMESPACE, 'get', 'service', EAST_WEST_GATEWAY];
    return lab.kubectl(cluster, ...service, `--output=jsonpath=${jsonpath}`);
  }

  async function outputsOf(stack: Stack): Promise<MeshworkOutputs> {
    return (await stack.outputs()) as unknown as MeshworkOutputs;
  }
});

/** Gateways as `address:port`, by network. */
function byNetwork(gateways: Report['controlPlanes'][number]['gateways']): Record<string, string[]> {
  const networks = [...new Set(gateways.map(({ network }) => network))];
  return Object.fromEntries(
    networks.map((name) => [
      name,
      gateways.filter(({ network }) => network === name).map(({ address, port }) => `${address}:${port}`),
    ]),
  );
}
