import { STACK_ANNOTATION } from '../names/object-mark';
import type { FoundObject } from './found-object';

/** The owner of an object without a mark, such as a CRD, of this program or another one of Pulumi's. */
export const PULUMI_PROGRAM = 'by a Pulumi program, and not in the state of this stack';

/** Who made an object, as its labels, annotations and field managers tell: `by Helm release istiod in istio-system`. */
export function ownerOf({ metadata }: FoundObject): string {
  const { annotations = {}, labels = {}, managedFields = [], ownerReferences = [] } = metadata;
  const managers = managedFields.map(({ manager }) => manager ?? '');
  const writtenBy = (prefix: string) => managers.some((manager) => manager.startsWith(prefix));
  const stack = annotations[STACK_ANNOTATION];
  if (stack !== undefined) return `by stack ${stack}, and not in the state of this one`;
  const revision = ownerReferences.find(({ kind }) => kind.startsWith('Istio'));
  if (revision !== undefined) return `by the Istio operator for ${revision.kind} ${revision.name}`;
  const tracking = annotations['argocd.argoproj.io/tracking-id'];
  if (tracking !== undefined) return `by Argo CD application ${tracking.split(':')[0] ?? ''}`;
  const release = annotations['meta.helm.sh/release-name'];
  if (release !== undefined)
    return `by Helm release ${release} in ${annotations['meta.helm.sh/release-namespace'] ?? 'an unknown namespace'}`;
  if (writtenBy('istio-operator') || labels['operator.istio.io/managed'] !== undefined) return 'by istioctl install';
  if (writtenBy('pulumi-kubernetes')) return PULUMI_PROGRAM;
  const [first] = managers.filter((manager) => manager !== '');
  return first === undefined ? 'by an unknown owner' : `by "${first}"`;
}
