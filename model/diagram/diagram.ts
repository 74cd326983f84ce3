import { ingressGatewaysOf, type Plan } from '../plan/plan';
import { federationArrows, ingressArrows, meshArrows, serviceArrows } from './arrows';
import { machineArrows } from './machine-arrows';
import { type Block, networks, outside, roots } from './places';

/**
 * The topology of a plan as a Mermaid flowchart. Networks hold clusters, and clusters hold their istiods, gateways and services. Arrows stand for
 * signing, serving, watching, trusting and calling. The flowchart shows everything that config decides, and nothing that is known only after `up`.
 */
export function topologyDiagram(plan: Plan): string {
  const places = [...plan.meshes.flatMap((mesh) => roots(mesh)), ...outside(plan), ...networks(plan)];
  const arrows = [
    ...plan.clusters.flatMap((cluster) => meshArrows(cluster, plan)),
    ...plan.federations.flatMap((federation) => federationArrows(federation, plan)),
    ...plan.services.flatMap((service) => serviceArrows(service)),
    ...ingressGatewaysOf(plan).flatMap((gateway) => ingressArrows(gateway, plan)),
    ...plan.workloadGroups.flatMap((group) => machineArrows(group, plan)),
  ];
  // Two federations may export one service by one gateway: that is one arrow.
  const blocks = [...places, ...new Set(arrows)];
  return ['flowchart LR', ...blocks.flatMap((block) => render(block, '  ')), ''].join('\n');
}

function render(block: Block | string, indent: string): string[] {
  if (typeof block === 'string') return [`${indent}${block}`];
  return [`${indent}${block.line}`, ...block.inside.flatMap((inner) => render(inner, `${indent}  `)), `${indent}end`];
}
