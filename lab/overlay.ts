import { stringify } from 'yaml';
import type { Artifacts } from './build/artifacts-types';

/**
 * What the lab lays over a stack's config: its own charts and images, and the settings of istiod that upstream Envoy needs.
 * Istio's build of Envoy has filters of its own; without them a proxy refuses configuration that names them.
 */
export function configOverlay(artifacts: Artifacts): string {
  const { hub, tag } = artifacts.istio;
  const env = { PILOT_ENABLE_ALPN_FILTER: 'false', PILOT_ENABLE_METADATA_EXCHANGE: 'false' };
  return stringify({
    'meshwork:istio': {
      charts: { path: artifacts.chartsDirectory },
      images: { hub, tag },
      values: {
        istiod: { env, telemetry: { enabled: false } },
        // The chart's placeholder image has no tag, so that the API server would have the injected one pulled at every start.
        gateway: { imagePullPolicy: 'IfNotPresent' },
      },
    },
    'meshwork:verify': { image: artifacts.references.agnhost },
  });
}
