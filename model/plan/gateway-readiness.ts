import { GATEWAY_PORTS } from '../names/east-west-gateway';
import type { Values } from './values';

/**
 * The template by which istiod injects gateways has a readiness probe every 15 seconds and no startup probe, so that a gateway which is not up
 * at the first probe gets no requests for 15 seconds. With a probe every second it gets them as soon as it is ready. A gateway that fails still
 * loses them after a minute, as before.
 */
export const GATEWAY_READINESS: Values = {
  readinessProbe: {
    httpGet: { path: '/healthz/ready', port: GATEWAY_PORTS.status },
    periodSeconds: 1,
    timeoutSeconds: 3,
    failureThreshold: 60,
  },
};
