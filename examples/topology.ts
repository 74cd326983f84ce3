import { topologyDiagram } from '../model/diagram/diagram';
import { parse } from '../model/problems/parse';
import { plan } from '../model/plan/plan';
import { resolve } from '../model/topology/resolve';
import type { Example } from './example';

const BEGIN = '<!-- topology: written by `npm run examples` -->';
const END = '<!-- end of topology -->';

/**
 * The README of an example with the picture of its config between the markers.
 *
 * @throws Error if the config does not hold, or the README has no markers.
 */
export function withTopology(readme: string, example: Example): string {
  const { spec, problems } = parse(example.config());
  if (spec === undefined) throw new Error(`${example.configFile}: ${problems.map(({ path }) => path).join(', ')}`);
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${example.readme} has no place for its picture: the lines ${BEGIN} and ${END}.`);
  return `${before}${BEGIN}\n\n\`\`\`mermaid\n${topologyDiagram(plan(resolve(spec)))}\`\`\`\n\n${END}${after}`;
}
