import { configPath } from '../../../model/problems/problem';
import type { MeshSubject } from '../../subject';
import type { MeshCheck } from '../check';
import { type Ending, judgeEnding } from './ending';

/** How long a root or an intermediate is still good. */
export interface AuthorityResult extends Ending {
  readonly mesh: string;
  /** The cluster whose istiod signs with it; null for the root. */
  readonly cluster: string | null;
}

/** The ends of roots and intermediates, as the outputs of the stack say. */
export const authoritiesCheck: MeshCheck<'authorities', AuthorityResult> = {
  id: 'MW202',
  title: 'Roots and intermediates are renewed in time',
  anchor: 'mw202',
  key: 'authorities',
  noun: 'CA',
  advice:
    'Run `pulumi up` for an intermediate that the stack makes, and give another one for one that is given. Replace a root while what it signed is still good.',
  needs: 'outputs',
  late: 'no answer',
  showsTraffic: false,
  ask: ({ mesh }) => Promise.resolve(judgeAuthorities(mesh, new Date())),
  judge: ({ status }) => status,
  line: ({ cluster, expires }) => `${cluster === null ? 'root' : `intermediate of ${cluster}`}: until ${expires}`,
  problems: ({ problems }) => problems,
};

/** Judges the root of a mesh and the intermediates of its clusters by the time that is left. */
export function judgeAuthorities(mesh: MeshSubject, now: Date): AuthorityResult[] {
  const { given, renewBeforeDays, validityDays } = mesh.intermediates;
  const makesIntermediates = Object.keys(given).length === 0;
  // A root has to outlive the intermediates that it signs (components/trust/made-intermediate.ts), and `up` replaces none by itself.
  const root = judged(
    mesh,
    null,
    mesh.rootExpiry,
    now,
    makesIntermediates
      ? {
          days: validityDays,
          problem: `it ends before an intermediate that is made now, which lasts ${validityDays} days: \`pulumi up\` will refuse to renew intermediates`,
        }
      : { days: renewBeforeDays, problem: `it ends in less than ${renewBeforeDays} days, and what it signed with it` },
  );
  const intermediates = mesh.clusters.flatMap(({ intermediateExpiry, name }) =>
    intermediateExpiry === null
      ? []
      : [
          judged(mesh, name, intermediateExpiry, now, {
            days: renewBeforeDays,
            problem:
              given[name] === undefined
                ? `it is due: the next \`pulumi up\` renews it, ${renewBeforeDays} days before its end`
                : `it is due: give another one as ${configPath('meshes', mesh.name, 'intermediates', 'given', name)}`,
          }),
        ],
  );
  return [root, ...intermediates];
}

function judged(
  { name: mesh }: MeshSubject,
  cluster: string | null,
  expires: string,
  now: Date,
  due: Parameters<typeof judgeEnding>[2],
): AuthorityResult {
  return { mesh, cluster, ...judgeEnding(expires, now, due) };
}
