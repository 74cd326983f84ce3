import type { ChartValues } from '../schema/chart-values';
import type { NetworkSpec } from '../schema/config';
import { type IstiodChart, ownedBaseValues, ownedIstiodValues } from './chart-values';
import { ownedCniValues } from './cni-values';
import { ownedGatewayValues } from './gateway-values';
import { ownedIngressGatewayValues } from './ingress-gateway-plan';
import { leafPaths, type Values } from './values';

/** Any value: only the paths at which the plan sets values matter here. */
const ANY = 'any';

const LOAD_BALANCER = { internal: true, sourceRanges: [ANY], class: ANY, annotations: {} };

const ISTIOD = {
  clusterId: ANY,
  meshId: ANY,
  network: ANY,
  trustDomain: ANY,
  trustDomainAliases: [ANY],
  platform: 'openshift',
} as const;

/** An istiod of each kind, with everything that a config can ask of it. */
const ISTIODS: readonly IstiodChart[] = [
  {
    ...ISTIOD,
    role: 'primary',
    servesRemotes: true,
    servesMachines: true,
    dns: 'capture',
    cni: true,
    meshNetworks: {},
    nodesAnnounceGateways: true,
    hostname: ANY,
  },
  { ...ISTIOD, role: 'remote', injection: { path: ANY } },
  { ...ISTIOD, role: 'remote', injection: { url: ANY } },
];

/** Gateways of each kind; a port that is not Istio's own makes the plan set all ports. */
const GATEWAYS: readonly NetworkSpec['gateway'][] = (['loadBalancer', 'nodePort'] as const).map((service) => ({
  service,
  address: 'ip',
  port: 443,
  loadBalancer: LOAD_BALANCER,
}));

/** Without what a user may also set by values (model/rules/ingress-service.ts). */
const INGRESS: Parameters<typeof ownedIngressGatewayValues>[1] = {
  loadBalancer: LOAD_BALANCER,
  service: 'loadBalancer',
  nodePorts: {},
  kubernetesIngress: false,
  https: {},
  passthrough: {},
  ports: {},
};

/** Everything that the plan sets in values of a chart for any config. */
const OWNED: Readonly<Record<keyof ChartValues, readonly Values[]>> = {
  base: [ownedBaseValues('primary'), ownedBaseValues('remote')],
  istiod: ISTIODS.map((chart) => ownedIstiodValues({ hub: ANY, tag: ANY }, chart)),
  cni: [ownedCniValues({ hub: ANY, tag: ANY }, 'openshift')],
  gateway: [...GATEWAYS.map((gateway) => ownedGatewayValues(ANY, gateway)), ownedIngressGatewayValues(ANY, INGRESS)],
};

/** Paths of the values of a chart that the plan sets in some cluster, each as a list of keys. */
export function ownedPaths(chart: keyof ChartValues): readonly (readonly string[])[] {
  return OWNED[chart].flatMap((values) => leafPaths(values));
}
