import { userValues } from '../plan/user-values';
import { configPath, type Problem } from '../problems/problem';
import { shown } from '../problems/shown';
import { primaryOf } from '../topology/clusters';
import type { IngressGateway } from '../topology/ingress-gateways';
import type { Topology } from '../topology/topology';
import { valueOf } from './spellings';

/** An istiod knows one gateway for the Ingress objects of its cluster, by its mesh config. */
export function kubernetesIngressProblems({ ingressGateways, spec }: Topology): Problem[] {
  const serving = oncePerIstiod(ingressGateways.filter((gateway) => gateway.spec.kubernetesIngress));
  return serving.flatMap((gateway) => {
    const primary = primaryOf(gateway.cluster);
    const others = serving.filter((other) => other.key !== gateway.key && primaryOf(other.cluster) === primary);
    return [
      ...(others.length === 0
        ? []
        : [
            {
              path: configPath('ingressGateways', gateway.key, 'kubernetesIngress'),
              found: `true, and ${others.map(({ key }) => key).join(', ')} serves the Ingress objects of cluster ${primary.name} as well`,
              expected: 'true for one gateway of each istiod',
            },
          ]),
      ...valueProblems(gateway, userValues(primary, 'istiod', spec.istio ?? { values: {} })),
    ];
  });
}

/** A gateway stands for itself once, however many clusters of an istiod it stands in. */
function oncePerIstiod(gateways: readonly IngressGateway[]): IngressGateway[] {
  return gateways.filter(
    ({ cluster, key }, index) =>
      gateways.findIndex((one) => one.key === key && primaryOf(one.cluster) === primaryOf(cluster)) === index,
  );
}

/** Mesh config that decides on Ingress objects. */
const KEYS = ['ingressControllerMode', 'ingressSelector', 'ingressService'] as const;

function valueProblems(gateway: IngressGateway, values: Parameters<typeof valueOf>[1]): Problem[] {
  return KEYS.flatMap((key) => {
    const value = valueOf('istiod', values, ['meshConfig', key]);
    if (value === undefined) return [];
    return [
      {
        path: configPath('ingressGateways', gateway.key, 'kubernetesIngress'),
        found: `true, and ${shown(value)} as meshConfig.${key} in values of the istiod chart`,
        expected: 'one of the two',
      },
    ];
  });
}
