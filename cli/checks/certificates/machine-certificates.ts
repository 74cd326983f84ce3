import type { MeshSubject } from '../../subject';
import type { MeshCheck } from '../check';
import { type Ending, judgeEnding } from './ending';

/** How long the certificate is still good by which a machine proves to istiod who it is. */
export interface MachineCertificateResult extends Ending {
  readonly mesh: string;
  readonly machine: string;
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
  line: ({ expires, machine }) => `certificate by which ${machine} proves to istiod who it is: until ${expires}`,
  problems: ({ problems }) => problems,
};

/** Judges the certificates of the machines of a mesh by the time that is left. A machine that proves itself by a token has none. */
export function judgeMachineCertificates({ machines, name: mesh }: MeshSubject, now: Date): MachineCertificateResult[] {
  return machines.flatMap(({ certificateExpiry, name: machine, renewBeforeDays }) => {
    if (certificateExpiry === null) return [];
    const window = {
      days: renewBeforeDays,
      problem: `it is due: the next \`pulumi up\` renews it, ${renewBeforeDays} days before its end`,
    };
    return [{ mesh, machine, ...judgeEnding(certificateExpiry, now, window) }];
  });
}
