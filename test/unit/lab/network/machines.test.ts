import assert from 'node:assert/strict';
import { machineLinks, machineRouterLinks } from '../../../../lab/network/links';
import { countedMachines, planMachines } from '../../../../lab/network/machines';
import { planAddresses } from '../../../../lab/network/plan';

describe('address plan of machines', () => {
  it('gives each machine a network of its own', () => {
    assert.deepEqual(planMachines(countedMachines(2), [], ['east'])[1], {
      name: 'vm-2',
      number: 2,
      routerInterface: 'machine2',
      routerAddress: '10.0.52.254',
      address: '10.0.52.2',
      linkPrefix: 24,
    });
  });

  it('shares no link with clusters, however many there are of both', () => {
    const clusters = Array.from({ length: 49 }, (_, index) => ({ name: `c${index}`, network: 'net' }));
    const links = [...planAddresses(clusters), ...planMachines(countedMachines(49), [], [])].map(
      ({ routerAddress }) => routerAddress,
    );
    assert.equal(new Set(links).size, 98);
  });

  it('keeps the addresses of machines that run, and fills gaps', () => {
    const [, second] = planMachines(countedMachines(2), [], []);
    assert.ok(second);
    const planned = planMachines([{ name: 'new' }, { name: 'vm-2' }, { name: 'newer' }], [second], []);
    assert.deepEqual(
      planned.map(({ name, number }) => `${name} ${number}`),
      ['new 1', 'vm-2 2', 'newer 3'],
    );
  });

  it('names the fault of machines that cannot be had', () => {
    assert.throws(() => planMachines([{ name: 'VM' }], [], []), /machine name "VM" is not a DNS label/);
    assert.throws(() => planMachines([{ name: 'a' }, { name: 'a' }], [], []), /Machine a is named twice/);
    assert.throws(() => planMachines([{ name: 'east' }], [], ['east']), /Machine east has the name of a cluster/);
    assert.throws(() => planMachines(countedMachines(50), [], []), /room for 49 machines, but 50/);
  });

  it('leads from a machine to the router and from there to nowhere else', () => {
    const [machine] = planMachines(countedMachines(1), [], []);
    assert.ok(machine);
    assert.equal(
      machineRouterLinks(machine),
      'link add machine1 type veth peer name eth0 netns vm-1\naddress add 10.0.51.254/24 dev machine1\nlink set machine1 up\n',
    );
    assert.match(
      machineLinks(machine),
      /address add 10\.0\.51\.2\/24 dev eth0\n[^]*route add default via 10\.0\.51\.254\n$/,
    );
  });
});
