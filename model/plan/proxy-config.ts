import { mergeValues, type Values } from './values';

/** The annotation by which a pod changes the settings of its own proxy. */
export const PROXY_CONFIG = 'proxy.istio.io/config';

/** Chart values that give the pods of a gateway settings of Istio's ProxyConfig. Empty without settings. */
export function proxyConfigValues(...settings: readonly Values[]): Values {
  const all = mergeValues(...settings);
  return Object.keys(all).length === 0 ? {} : { podAnnotations: { [PROXY_CONFIG]: JSON.stringify(all) } };
}
