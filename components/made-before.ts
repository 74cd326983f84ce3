import type { EastWestPorts } from '../model/plan/east-west-gateway-plan';
import type { Cluster } from './cluster/cluster';
import type { Primary } from './control-plane/primary';
import type { Dependencies } from './dependencies';
import type { Gateway } from './gateways/gateway';
import type { Made } from './made';
import type { Mesh } from './mesh';

/** Components of a deployment that later ones depend on, by the names of the plan. */
export interface MadeBefore {
  readonly meshes: Made<Mesh>;
  readonly clusters: Made<Cluster>;
  readonly primaries: Made<Primary>;
  readonly eastWestGateways: Made<Gateway<EastWestPorts>>;
  /** Resources that others in a cluster depend on, by cluster. */
  readonly dependencies: Made<Dependencies>;
}
