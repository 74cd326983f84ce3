import { existsSync } from 'node:fs';
import { run } from '../build/command';
import { nodeNetwork } from '../namespace/enter';
import { interfaces } from './apply';
import { feed } from './feed';
import { machineAddresses, machineLink, machineRouterAddresses } from './links';
import type { MachineAddresses } from './machines';

/**
 * Makes what is missing of the networks of machines, and leaves the rest as it is. To be called inside the lab. The router's rules need no change: no
 * machine is accepted towards pods.
 */
export async function connectMachines(machines: readonly MachineAddresses[]): Promise<void> {
  const there = await interfaces();
  for (const machine of machines) {
    if (!existsSync(nodeNetwork(machine.name))) await run('ip', ['netns', 'add', machine.name]);
    if (!there.has(machine.routerInterface)) await feed(['ip', '-batch', '-'], machineLink(machine));
  }
  await feed(['ip', '-batch', '-'], machineRouterAddresses(machines));
  for (const machine of machines) {
    await feed(['nsenter', `--net=${nodeNetwork(machine.name)}`, '--', 'ip', '-batch', '-'], machineAddresses(machine));
  }
}
