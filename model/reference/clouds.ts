import { type Annotations, type Answer, type Cloud, type Question, QUESTIONS } from '../load-balancers/cloud';
import { CLOUDS } from '../load-balancers/clouds';

/** The reference of load balancers by cloud in Markdown, from the table that Services are made by. */
export function cloudReference(): string {
  return [
    '# Load balancers by cloud',
    '',
    'A Service with a load balancer has the annotations of every cloud for `internal: true` or `internal: false`; each cloud ignores those of the others. `annotations` of config win.',
    'A change of `internal`, or of annotations that override it, [makes another Service](../adr/0021-another-scope-is-another-service.md) with another address.',
    '',
    'All of this is from documentation and source, each with its address, and was not tried on the clouds. “Not found” means that neither says it.',
    '',
    '| Product | `internal: true` | `internal: false` | In both |',
    '|---|---|---|---|',
    ...CLOUDS.map(row),
    '',
    '¹ For east-west gateways and `reach` of services, whose clients are other clusters.',
    '',
    ...CLOUDS.flatMap(section),
    'Written by `npm run reference`; a test fails when it is out of date.',
    '',
  ].join('\n');
}

function row({ forOtherClusters = {}, forPort, internal, name, public: open }: Cloud): string {
  const beside = list(forOtherClusters).map((one) => `${one} ¹`);
  const both = forPort === undefined ? [] : list(forPort('<port>'));
  return `| ${[[name], [...list(internal), ...beside], list(open), both].map((cell) => cell.join('<br>')).join(' | ')} |`;
}

function list(annotations: Annotations): string[] {
  return Object.entries(annotations).map(([key, value]) => `\`${key}: "${value}"\``);
}

function section({ answers, name }: Cloud): string[] {
  const entries = Object.entries(QUESTIONS) as [Question, string][];
  const { answered, open } = {
    answered: entries.filter(([key]) => !isOpen(answers[key])),
    open: entries.filter(([key]) => isOpen(answers[key])),
  };
  return [
    `## ${name}`,
    '',
    ...answered.map(([key, question]) => `- **${question}**: ${text(answers[key])}`),
    ...(open.length === 0 ? [] : [`- Not found: ${open.map(([, question]) => lowerFirst(question)).join(', ')}.`]),
    '',
  ];
}

/** Whether all that can be said is that nothing was found. */
function isOpen(answer: Answer): boolean {
  return 'unverified' in answer && answer.unverified === undefined;
}

function text(answer: Answer): string {
  if ('unverified' in answer) return `not found${answer.unverified === undefined ? '' : `: ${answer.unverified}`}`;
  const sources = answer.sources.map((source, index) => `[${index === 0 ? 'source' : String(index + 1)}](${source})`);
  return `${answer.says} (${sources.join(', ')})`;
}

function lowerFirst(words: string): string {
  return words.startsWith('IP') ? words : `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}
