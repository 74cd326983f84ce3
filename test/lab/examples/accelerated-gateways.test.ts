import { strict as assert } from 'node:assert';
import type { Report } from '../../../cli/report/report';
import { Example } from '../../../examples/example';
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
const SECURE = 'ingress gateway secure in cluster east, fast: east';

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

      it('has the proxies of the pool receive the provider of private keys, and no others', async () => {
        assert.ok((await ofGateway('secure', 'logs', '--tail=-1')).includes(REFUSED));
        assert.equal((await ofGateway('front', 'logs', '--tail=-1')).includes(REFUSED), false);
      });

      it('says within three minutes why a pod is Pending, in `up` and in verify', async () => {
        stack().change('meshwork:ingressGateways', (gateways) => ({
          ...gateways,
          secure: { ...(gateways['secure'] as object), scaling: { replicas: 3 } },
        }));
        const begun = performance.now();
        const { code, stderr, stdout } = await stack().pulumi('up', '--yes', '--skip-preview');
        assert.notEqual(code, 0);
        assert.ok(performance.now() - begun < 180_000);
        const reason = 'node east has 0 of 2 qat.intel.com/cy free (1 asked for)';
        assert.match(
          stdout + stderr,
          /The ingress gateway secure in cluster east, in node pool fast, is not up: pod istio-ingress-secure-\S+ waits, because node east has 0 of 2 qat\.intel\.com\/cy free \(1 asked for\)\./,
        );
        const verified = await stack().verify('--timeout', '15');
        const { gatewayNodes } = JSON.parse(verified.stdout) as Report;
        assert.deepEqual(
          gatewayNodes.flatMap(({ problems }) => problems.map((problem) => problem.replace(/^pod \S+ /, ''))),
          [`waits: ${reason}`],
        );
      });

      it('has the gateway up again once devices suffice', async () => {
        stack().change('meshwork:ingressGateways', (gateways) => ({
          ...gateways,
          secure: { ...(gateways['secure'] as object), scaling: { replicas: 2 } },
        }));
        await stack().succeed('up', '--yes', '--skip-preview');
        assert.deepEqual(placesOf(await stack().verified()), [FRONT, FRONT, SECURE, SECURE]);
      });
    },
  });
});
