import assert from 'node:assert/strict';
import { type MachineMembership, NO_MACHINES, planMachineMembership } from '../../../../lab/machine/membership';
import { countedMachines } from '../../../../lab/network/machines';

/** A lab with as many machines, whose planned change has been carried out. */
function lab(count: number): MachineMembership {
  return settled(planMachineMembership(NO_MACHINES, [], countedMachines(count)));
}

function settled(planned: MachineMembership): MachineMembership {
  return { ...planned, leavingMachines: [] };
}

function names(machines: MachineMembership['machines']): string[] {
  return machines.map(({ name, number }) => `${name} ${number}`);
}

describe('machines of a running lab', () => {
  it('are what is asked for, and those that stay keep their addresses', () => {
    const running = lab(2);
    const planned = planMachineMembership(running, [], [{ name: 'legacy' }, { name: 'vm-2' }]);
    assert.deepEqual(names(planned.machines), ['legacy 1', 'vm-2 2']);
    assert.equal(planned.machines[1], running.machines[1]);
    assert.deepEqual(names(planned.leavingMachines), ['vm-1 1']);
  });

  it('stay as they are when none are asked for, and go when their number is zero', () => {
    assert.deepEqual(planMachineMembership(lab(2), []), lab(2));
    const planned = planMachineMembership(lab(2), [], []);
    assert.deepEqual(planned.machines, []);
    assert.deepEqual(names(planned.leavingMachines), ['vm-1 1', 'vm-2 2']);
  });

  it('stay in the record until they are gone, and are removed first if they are asked for again', () => {
    const cutOff = planMachineMembership(lab(2), [], countedMachines(1));
    assert.deepEqual(names(planMachineMembership(cutOff, []).leavingMachines), ['vm-2 2']);
    const again = planMachineMembership(cutOff, [], countedMachines(2));
    assert.deepEqual(names(again.machines), ['vm-1 1', 'vm-2 2']);
    assert.deepEqual(names(again.leavingMachines), ['vm-2 2']);
  });
});
