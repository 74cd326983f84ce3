import { strict as assert } from 'node:assert';
import { Example } from '../../../examples/example';
import { sharedLab } from '../lab/shared-lab';
import { showsConsumer } from './consumer';
import { isLookupError, isPage } from './outcome';
import { closeShop, openShop, untilClosed, visitUntil } from './shop';
import { routes, showsInLab, watches } from './system';

const CLUSTERS = ['east', 'west'];

/** Two clusters in one network carry both systems, one after the other: each must leave nothing behind. */
describe('systems in one network', () => {
  const lab = sharedLab(Example.find('s4-multi-primary-one-network')?.clusters() ?? []);

  const DIRECT = ['east → east: direct', 'east → west: direct', 'west → east: direct', 'west → west: direct'];

  describe('several primaries (S4)', () => {
    showsInLab('s4-multi-primary-one-network', lab, {
      report: (report) => {
        assert.deepEqual(routes(report), DIRECT);
        assert.deepEqual(watches(report), ['east: east, west', 'west: east, west']);
        assert.deepEqual(
          new Set(report.certificates.map(({ place, signedBy }) => `${place} by ${signedBy}`)),
          new Set(['east by east', 'west by west']),
        );
      },
      further: () => {
        it('has names of the other cluster answered by the sidecar', async () => {
          await openShops();
          await finds('orders.shop');
          assert.equal(await lab().kubectl('west', '-n', 'shop', 'get', 'services', '-o', 'name'), '');
          await closeShops();
        });
      },
    });
  });

  describe('primary and remote (S2)', () => {
    showsInLab('s2-primary-remote-one-network', lab, {
      report: (report) => {
        assert.deepEqual(routes(report), DIRECT);
        assert.deepEqual(watches(report), ['east: east, west']);
        assert.deepEqual(
          new Set(report.certificates.map(({ place, signedBy }) => `${place} by ${signedBy}`)),
          new Set(['east by east', 'west by east']),
        );
      },
      further: (stack) => {
        it('is read by the stack of an application (examples/consumer)', () => showsConsumer(lab()));

        it('has names of the other cluster answered by stubs, if config says so', async () => {
          stack().change('meshwork:meshes', ({ blue }) => ({ blue: { ...(blue as object), dns: 'stubs' } }));
          await stack().succeed('up', '--yes', '--skip-preview');
          // The shops of the system before this one may still be going.
          await Promise.all(CLUSTERS.map((cluster) => untilClosed(lab(), cluster)));
          await openShops();
          await findsNot('orders.shop');
          const orders = { namespace: 'shop', clusters: ['east'], ports: { http: { port: 80, targetPort: 8080 } } };
          stack().change('meshwork:services', () => ({ orders }));
          await stack().succeed('up', '--yes', '--skip-preview');
          await finds('orders.shop');
          stack().change('meshwork:services', () => ({}));
          await stack().succeed('up', '--yes', '--skip-preview');
          assert.equal(await lab().kubectl('west', '-n', 'shop', 'get', 'services', '-o', 'name'), '');
        });
      },
    });
  });

  /** `orders` runs in east only; its client is in west. */
  async function openShops(): Promise<void> {
    await Promise.all([openShop(lab(), 'east', ['orders']), openShop(lab(), 'west', [])]);
  }

  async function closeShops(): Promise<void> {
    await Promise.all(CLUSTERS.map((cluster) => closeShop(lab(), cluster)));
  }

  /** The client in west gets an answer of the pod in east. */
  async function finds(host: string): Promise<void> {
    assert.deepEqual(await visitUntil(lab(), 'west', host, isPage('orders')), { kind: 'page', body: 'orders' });
  }

  /** The client in west is told that there is no such name. */
  async function findsNot(host: string): Promise<void> {
    const visit = await visitUntil(lab(), 'west', host, isLookupError(host));
    assert.ok(isLookupError(host)(visit), JSON.stringify(visit));
  }
});
