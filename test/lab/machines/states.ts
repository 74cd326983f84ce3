import { strict as assert } from 'node:assert';
import type { Report } from '../../../cli/report/report';
import type { Lab } from '../../../lab/lab';
import { sideBySide } from '../../../lab/side-by-side';
import { objectsNaming } from '../objects-naming';
import type { Stack } from '../stack';

/** What the tests of states need of the system. */
export interface StateTests {
  readonly lab: () => Lab;
  readonly stack: () => Stack;
  /** The machine, and where its entry is. */
  readonly side: { readonly cluster: string; readonly namespace: string; readonly machine: string };
  /** Waits until calls are answered by the machine. */
  readonly answered: () => Promise<void>;
}

/** Tests of a machine that is away, and comes back. */
export function showsMachineStates({ answered, lab, side, stack }: StateTests): void {
  const { cluster, machine, namespace } = side;
  let config: string;

  it('are left alone while they are offline: nobody dials them, verify says so, and their entry stays', async () => {
    config = stack().config();
    const before = await entries();
    assert.match(before, new RegExp(machine));
    goAway('offline');
    const said = await stack().succeed('up', '--yes', '--skip-preview');
    assert.match(said, new RegExp(`Machine ${machine} is offline: nothing in it is asked or changed`));
    assert.equal(await entries(), before);
    await sideBySide(assertVerified(machine), stack().unchanged());
  });

  it('come back as they are', async () => {
    stack().restore(config);
    await stack().succeed('up', '--yes', '--skip-preview');
    await sideBySide(answered(), stack().unchanged());
  });

  it('leave nothing in their cluster when they are retired, and nobody dials them', async () => {
    goAway('retired');
    await stack().succeed('up', '--yes', '--skip-preview');
    assert.deepEqual(await objectsNaming(lab(), cluster, machine), []);
    await sideBySide(assertVerified(), stack().unchanged());
  });

  it('may be taken up again as long as the state knows them', async () => {
    stack().restore(config);
    await stack().succeed('up', '--yes', '--skip-preview');
    await sideBySide(answered(), stack().unchanged());
  });

  /** Gives the machine a state, and a port that nobody answers: whoever dialled it would fail. */
  function goAway(state: 'offline' | 'retired'): void {
    stack().change('meshwork:virtualMachines', (machines) => {
      const away = machines[machine] as { ssh: object };
      return { ...machines, [machine]: { ...away, state, ssh: { ...away.ssh, port: 2 } } };
    });
  }

  function entries(): Promise<string> {
    const columns = '--output=custom-columns=NAME:.metadata.name,UID:.metadata.uid,GENERATION:.metadata.generation';
    return lab().kubectl(cluster, '-n', namespace, 'get', 'workloadentries', columns);
  }

  /** Verify passes, calls everything but the machine, and names it if it is offline. */
  async function assertVerified(...offline: readonly string[]): Promise<void> {
    const report: Report = await stack().verified();
    assert.deepEqual(
      report.offline,
      offline.map((name) => ({ kind: 'machine', name })),
    );
    const called = report.pairs.flatMap(({ destination, source }) => [destination, source]);
    assert.ok(called.includes(cluster) && !called.includes(machine), called.join());
  }
}
