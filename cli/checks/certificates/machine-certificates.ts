import type { MeshSubject } from '../../subject';
import type { MeshCheck } from '../check';
import { type Ending, judgeEnding } from './ending';

/** How long a certificate of a machine is still good. */
export interface MachineCertificateResult extends Ending {
  readonly mesh: string;
  readonly machine: string;
  /** By it the machine proves who it is: to its `istiod`, or, with an authority of its own, in `calls`. */
  readonly proves: 'istiod' | 'calls';
}

/** The ends of the certificates of machines, as the outputs of the stack say. */
export const machineCertificatesCheck: MeshCheck<'machineCertificates', MachineCertificateResult> = {
  id: 'MW203',
  title: 'Certificates of machines are renewed in time',
  anchor: 'mw203',
  key: 'machineCertificates',
  noun: 'machine certificate',
  advice: 'Run `pulumi up` while the machine can be reached by SSH.',
  needs: 'outputs',
  late: 'no answer',
  showsTraffic: false,
  ask: ({ mesh }) => Promise.resolve(judgeMachineCertificates(mesh, new Date())),
  judge: ({ status }) => status,
  line: ({ expires, machine, proves }) =>
    `certificate by which ${machine} proves ${proves === 'istiod' ? 'to istiod' : 'in calls'} who it is: until ${expires}`,
  problems: ({ problems }) => problems,
};

/** Judges the certificates of the machines of a mesh by the time that is left. A machine that proves itself by a token has none. */
export function judgeMachineCertificates({ machines, name: mesh }: MeshSubject, now: Date): MachineCertificateResult[] {
  return machines.flatMap(({ certificateExpiry, name: machine, ownCertificateExpiry, renewBeforeDays }) => {
    const window = {
      days: renewBeforeDays,
      problem: `it is due: the next \`pulumi up\` renews it, ${renewBeforeDays} days before its end`,
    };
    const judged = (proves: MachineCertificateResult['proves'], expiry: string | null) =>
      expiry === null ? [] : [{ mesh, machine, proves, ...judgeEnding(expiry, now, window) }];
    return [...judged('istiod', certificateExpiry), ...judged('calls', ownCertificateExpiry)];
  });
}
