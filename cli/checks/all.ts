import { authoritiesCheck } from './certificates/authorities';
import { certificatesCheck } from './certificates/certificates';
import { machineCertificatesCheck } from './certificates/machine-certificates';
import { clocksCheck } from './certificates/clock-readings';
import type { Check, Judgement, MeshCheck, RunCheck, StackCheck, Status } from './check';
import { servedCertificatesCheck } from './ingress/certificate-requests';
import { importsCheck } from './imports/import-calls';
import { ingressCheck } from './ingress/ingress-requests';
import { gatewayAddressesCheck } from './gateways/gateway-addresses';
import { gatewayPlacementCheck } from './gateways/gateway-placement';
import { istiodsCheck } from './istiods/watched-clusters';
import { pairsCheck } from './pairs/matrix';
import { clusterDomainsCheck } from './places/cluster-domains';
import { placesCheck } from './places/places';
import { plaintextCheck } from './plaintext/plaintext';
import { servicesCheck } from './services/visits';

/** Every check, in the order of the report. */
const LIST = [
  pairsCheck,
  certificatesCheck,
  authoritiesCheck,
  machineCertificatesCheck,
  clocksCheck,
  plaintextCheck,
  istiodsCheck,
  gatewayAddressesCheck,
  gatewayPlacementCheck,
  servicesCheck,
  importsCheck,
  ingressCheck,
  servedCertificatesCheck,
  clusterDomainsCheck,
  placesCheck,
] as const;

/** Every check, in the order of the report. */
export const CHECKS: readonly Check[] = LIST;

/** Checks of each mesh. */
export const MESH_CHECKS: readonly MeshCheck[] = CHECKS.filter(
  (check): check is MeshCheck =>
    check.needs === 'outputs' || check.needs === 'istiods' || check.needs === 'mesh workloads',
);

/** Checks across meshes. */
export const STACK_CHECKS: readonly StackCheck[] = CHECKS.filter((check) => check.needs === 'all workloads');

/** Checks of the run itself. */
export const RUN_CHECKS: readonly RunCheck[] = CHECKS.filter((check) => check.needs === 'every place');

type ResultOf<C> = C extends Judgement<string, infer R> ? R : never;

/** The results of all checks, each list under its check's key. */
export type CheckResults = {
  readonly [C in (typeof LIST)[number] as C['key']]: readonly ResultOf<C>[];
};

/** One result with its check and what the check says of it. */
export interface Judged {
  readonly check: Check;
  readonly result: object;
  readonly status: Status;
  readonly line: string;
  readonly problems: readonly string[];
}

/** The results of a check, judged. */
export function judged(check: Check, results: CheckResults): Judged[] {
  // Each list holds what its own check yields, which the type of `results` says key by key.
  const lists: Readonly<Record<string, readonly object[]>> = results;
  const judgement: Judgement = check;
  return (lists[check.key] ?? []).map((result) => ({
    check,
    result,
    status: judgement.judge(result),
    line: judgement.line(result),
    problems: judgement.problems(result),
  }));
}

/** Whether every check passed. Results that show no traffic prove nothing. */
export function passed(results: CheckResults): boolean {
  const all = CHECKS.flatMap((check) => judged(check, results));
  return (
    all.some(({ check, status }) => check.showsTraffic && status !== 'skip') &&
    all.every(({ status }) => status !== 'fail')
  );
}
