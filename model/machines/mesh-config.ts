import { stringify } from 'yaml';
import { byName } from '../topology/by-name';
import type { MachineIdentity } from './machine-identity';
import { proxyMetadata } from './proxy-metadata';
import type { ProbePlan } from '../plan/workload-group-plan';

/** `/etc/istio/config/mesh`: the mesh config that the agent of a machine starts with. */
export function meshConfig(machine: MachineIdentity, probe: ProbePlan | undefined): string {
  const { host, port } = machine.istiod;
  return stringify({
    defaultConfig: {
      ...machine.proxyDefaults,
      discoveryAddress: `${host}:${port}`,
      meshId: machine.meshId,
      proxyMetadata: Object.fromEntries(byName(proxyMetadata(machine))),
      ...(probe === undefined ? {} : { readinessProbe: probe }),
    },
  });
}
