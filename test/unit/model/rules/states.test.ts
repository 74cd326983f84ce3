import { strict as assert } from 'node:assert';
import { describeProblems } from '../../../../model/problems/problem';
import { stateProblems } from '../../../../model/rules/states';
import { specOf, withMachine } from '../specimen';

type Raw = ReturnType<typeof withMachine>;

/** The text about a configuration in which one thing is changed, without its first line. */
function told(change: (raw: Raw) => void): string {
  const raw = withMachine();
  change(raw);
  const problems = stateProblems(specOf(raw));
  return problems.length === 0 ? '' : describeProblems(problems).split('\n').slice(2).join('\n');
}

const set = (raw: Raw, cluster: string, state: string) => (raw.clusters[cluster] = { ...raw.clusters[cluster], state });
const setMachine = (raw: Raw, state: string) =>
  (raw.virtualMachines['vm-1'] = { ...raw.virtualMachines['vm-1'], state });

describe('the states of places', () => {
  it('are free where no other depends on the place', () => {
    for (const state of ['active', 'offline', 'retired'])
      assert.equal(
        told((raw) => set(raw, 'west', state)),
        '',
      );
  });

  it('refuse a primary that is offline while its remote is not', () => {
    assert.equal(
      told((raw) => {
        set(raw, 'east', 'offline');
        setMachine(raw, 'offline');
        raw.clusters['north'] = { mesh: 'blue', network: 'net-east', role: 'primary' };
      }),
      [
        '  meshwork:clusters.east.state',
        '    found:    "offline", but its istiod serves remote west, which is active',
        '    expected: an active primary, because a remote has its injection, certificates and config from it',
        '    fix:      Give west another primary (north) or the role primary while this one still answers, or set meshwork:clusters.west.state to "offline" as well: its pods then run on with what they have.',
      ].join('\n'),
    );
  });

  it('refuse a primary that is retired while its remote is offline', () => {
    assert.match(
      told((raw) => {
        set(raw, 'east', 'retired');
        set(raw, 'west', 'offline');
        setMachine(raw, 'retired');
      }),
      /found: +"retired", but its istiod serves remote west, which is offline\n.*\n.*Give west another primary or the role primary while/,
    );
  });

  it('refuse a machine whose home cluster is offline', () => {
    assert.equal(
      told((raw) => {
        set(raw, 'east', 'offline');
        set(raw, 'west', 'offline');
      }),
      [
        '  meshwork:virtualMachines.vm-1.state',
        '    found:    "active", but cluster east of its group legacy is offline',
        '    expected: a machine whose istiod is there',
        '    fix:      Set it to "offline", or meshwork:workloadGroups.legacy.cluster to a cluster that is active.',
      ].join('\n'),
    );
  });

  it('are fine with a machine that is as far away as its cluster', () => {
    assert.equal(
      told((raw) => {
        set(raw, 'east', 'offline');
        set(raw, 'west', 'offline');
        setMachine(raw, 'retired');
      }),
      '',
    );
  });
});
