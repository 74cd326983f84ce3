import { DISCOVERY_FAULTS } from './discovery';
import { ETCD_FAULTS } from './etcd';
import type { Fault } from './fault';
import { ISTIOD_FAULTS } from './istiod';
import { NETWORK_FAULTS } from './network';
import { NODE_FAULTS } from './nodes';
import { WEBHOOK_FAULTS } from './webhooks';

/** All faults, sorted by name. */
export const FAULTS: readonly Fault[] = [
  ...DISCOVERY_FAULTS,
  ...ETCD_FAULTS,
  ...ISTIOD_FAULTS,
  ...NETWORK_FAULTS,
  ...NODE_FAULTS,
  ...WEBHOOK_FAULTS,
].sort((one, other) => (one.name < other.name ? -1 : 1));
