import { CNI_PODS_COMMAND } from '../../model/names/cni';

/** Marks of complaints in the logs of Istio's agent and of Envoy. */
const COMPLAINT = /\b(warn|warning|error|critical|fatal)\b/;

/** A complaint of Istio's agent with the answer, or its lack, behind it. Others say only that it tries again. */
const WITH_CAUSE = 'desc =';

/** The last complaint in the log of a container, and the last one with a cause if there is any; undefined if it does not complain. */
export function lastComplaint(log: string): string | undefined {
  const complaints = log.split('\n').filter((line) => COMPLAINT.test(line));
  const told = complaints.filter((line) => line.includes(WITH_CAUSE)).at(-1) ?? complaints.at(-1);
  return told?.replaceAll('\t', ' ');
}

/** The init container with which a pod without a capability looks whether Istio's CNI agent has set up its routes. */
const VALIDATION = 'istio-validation';

/** A pod as far as it tells of its first container. */
interface StartingPod {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly nodeName?: string };
  readonly status?: { readonly initContainerStatuses?: readonly StartingContainer[] };
}

interface StartingContainer {
  readonly name: string;
  readonly ready: boolean;
  readonly state?: Ending;
  readonly lastState?: Ending;
}

interface Ending {
  readonly terminated?: { readonly exitCode: number };
}

/** Says of a pod that its routes into the proxy are missing, and where to look; undefined if it does not wait for them. */
export function missingRoutes({ metadata, spec, status }: StartingPod): string | undefined {
  const validation = status?.initContainerStatuses?.find(({ name }) => name === VALIDATION);
  const failed = validation?.state?.terminated ?? validation?.lastState?.terminated;
  if (validation?.ready !== false || failed === undefined || failed.exitCode === 0) return undefined;
  return (
    `pod ${metadata?.name ?? ''} has no routes into its proxy: Istio's CNI agent on node ${spec?.nodeName ?? ''} has not set them up. ` +
    `Look at \`${CNI_PODS_COMMAND}\``
  );
}
