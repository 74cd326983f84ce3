import { configPath, type Problem } from '../problems/problem';
import { DEFAULT_SSH_KEY } from '../schema/virtual-machine';
import type { Spec } from '../schema/config';

/** A machine has a name that means nothing else: reports and outputs tell places by their names, and SSH keys machines. */
export function machineNameProblems({ clusters, virtualMachines }: Spec): Problem[] {
  return Object.keys(virtualMachines).flatMap((name) => {
    const path = configPath('virtualMachines', name);
    if (clusters[name] !== undefined)
      return [
        {
          path,
          found: `the name "${name}", which a cluster has as well`,
          expected: 'a name that no cluster has: reports name clusters and machines side by side',
        },
      ];
    if (name !== DEFAULT_SSH_KEY) return [];
    return [
      {
        path,
        found: `the name "${name}", by which ${configPath('sshKeys')} means all machines without a key of their own`,
        expected: 'any other name',
      },
    ];
  });
}
