import { strict as assert } from 'node:assert';
import type { Report } from '../../../cli/report/report';
import { Example } from '../../../examples/example';
import { sentProvider } from '../gateways/sent-provider';
import { sharedLab } from '../lab/shared-lab';
import { showsInLab } from './system';

const NAME = 's9-accelerated-gateways';

/** What the lab's Envoy says of a certificate with a provider of private keys: it has no extension for QAT. */
const REFUSED = 'Failed to load private key provider: qat';

/** The node of each pod of the gateways, as `gateway, pool: node`, sorted. */
function placesOf({ gatewayNodes }: Report): string[] {
  return gatewayNodes.map(({ gateway, node, pool }) => `${gateway}, ${pool ?? '-'}: ${node ?? '-'}`).sort();
}

const FRONT = 'ingress gateway front in cluster east, edge: east';
const SECURE = 'ingress gateway secure in cluster east, fast: east-2';
const MOVED = 'ingress gateway secure in cluster east, fast: east';

/** Labels of the node to which the pool moves. */
const OTHER_LABELS = { 'example.org/accelerated': 'true' };

describe('accelerated gateways (S9)', () => {
  const example = Example.find(NAME);
  assert.ok(example);
  const lab = sharedLab(example.clusters());

  before(() => lab().prepareNodePools(example));

  showsInLab(NAME, lab, {
    report: (report) => {
      assert.deepEqual(placesOf(report), [FRONT, FRONT, SECURE]);
      assert.deepEqual(
        report.ingressRoutes.map(({ ok }) => ok),
        [true],
      );
    },
    further: (stack) => {
      const ofGateway = (gateway: string, ...command: string[]) =>
        lab().kubectl('east', '--namespace', 'istio-system', ...command, '--selector', `istio=ingress-${gateway}`);
      const changeGateway = (gateway: string, change: object) =>
        stack().change('meshwork:ingressGateways', (gateways) => ({
          ...gateways,
          [gateway]: { ...(gateways[gateway] as object), ...change },
        }));
      const changePool = (change: object) =>
        stack().change('meshwork:nodePools', (pools) => ({
          ...pools,
          fast: { ...(pools['fast'] as object), ...change },
        }));

      it('has the proxies of the pool receive the provider of private keys, and no others', async () => {
        assert.ok((await ofGateway('secure', 'logs', '--tail=-1')).includes(REFUSED));
        assert.equal((await ofGateway('front', 'logs', '--tail=-1')).includes(REFUSED), false);
      });

      it('has istiod send the certificates of the pool with poll delay and fallback, and others with a plain key', async () => {
        const certificate = { generate: {} };
        changePool({ privateKeyProvider: { pollDelay: '5ms', fallback: false } });
        changeGateway('secure', { https: { orders: { hosts: ['orders.example'], certificate } } });
        changeGateway('front', { https: { orders: { hosts: ['orders.example'], certificate } } });
        await stack().succeed('up', '--yes', '--skip-preview');
        const sentTo = (gateway: string) =>
          sentProvider(lab(), {
            cluster: 'east',
            gateway: `istio-ingress-${gateway}`,
            secret: `istio-ingress-${gateway}.orders`,
          });
        assert.deepEqual(await sentTo('secure'), { name: 'qat', pollDelayMs: 5, fallback: false, plainKey: false });
        assert.deepEqual(await sentTo('front'), { name: '', pollDelayMs: 0, fallback: false, plainKey: true });
        for (const gateway of ['secure', 'front']) changeGateway(gateway, { https: undefined });
      });

      it('says within three minutes why a pod is Pending, in `up` and in verify', async () => {
        changeGateway('secure', { scaling: { replicas: 3 } });
        const begun = performance.now();
        const { code, stderr, stdout } = await stack().pulumi('up', '--yes', '--skip-preview');
        assert.notEqual(code, 0);
        assert.ok(performance.now() - begun < 180_000);
        const reason = 'node east-2 has 0 of 2 qat.intel.com/cy free (1 asked for)';
        assert.match(
          stdout + stderr,
          /The ingress gateway secure in cluster east, in node pool fast, is not up: pod istio-ingress-secure-\S+ waits, because node east-2 has 0 of 2 qat\.intel\.com\/cy free \(1 asked for\)\./,
        );
        const verified = await stack().verify('--timeout', '15');
        const { gatewayNodes } = JSON.parse(verified.stdout) as Report;
        assert.deepEqual(
          gatewayNodes.flatMap(({ problems }) => problems.map((problem) => problem.replace(/^pod \S+ /, ''))),
          [`waits: ${reason}`],
        );
      });

      it('has the gateway up again once devices suffice', async () => {
        changeGateway('secure', { scaling: { replicas: 2 } });
        await stack().succeed('up', '--yes', '--skip-preview');
        assert.deepEqual(placesOf(await stack().verified()), [FRONT, FRONT, SECURE, SECURE]);
      });

      it('moves the gateway with its pool to another node, where devices are free', async () => {
        const [label] = Object.entries(OTHER_LABELS).map(([key, value]) => `${key}=${value}`);
        await lab().kubectl('east', 'label', 'node/east', label ?? '');
        const devices = { 'qat.intel.com/cy': '2' };
        const status = JSON.stringify({ status: { capacity: devices, allocatable: devices } });
        await lab().kubectl('east', 'patch', 'node/east', '--subresource=status', '--type=merge', '--patch', status);
        changePool({ nodes: { labels: OTHER_LABELS } });
        await stack().succeed('up', '--yes', '--skip-preview');
        assert.deepEqual(placesOf(await stack().verified()), [FRONT, FRONT, MOVED, MOVED]);
      });

      it('renders nothing of QAT once the pool has no accelerator', async () => {
        stack().change('meshwork:nodePools', (pools) => ({
          ...pools,
          fast: { cluster: 'east', nodes: { labels: OTHER_LABELS } },
        }));
        await stack().succeed('up', '--yes', '--skip-preview');
        const made = await ofGateway('secure', 'get', 'deployments', '--output=json');
        assert.doesNotMatch(made, /qat\.intel\.com|privateKeyProvider|IPC_LOCK/);
        await stack().unchanged();
      });
    },
  });
});
