import { GATEWAY_PORTS } from '../names';
import type { Values } from './values';

/**
 * The template by which istiod injects gateways has a readiness probe every 15 seconds and no startup probe, so that a gateway which is not up
 * at the first probe is out for 15 seconds. Asked every second, it is in as soon as it is ready, and out after the same minute.
 */
export const GATEWAY_READINESS: Values = {
  readinessProbe: {
    httpGet: { path: '/healthz/ready', port: GATEWAY_PORTS.status },
    periodSeconds: 1,
    timeoutSeconds: 3,
    failureThreshold: 60,
  },
};
