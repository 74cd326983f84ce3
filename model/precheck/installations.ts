import { SYSTEM_NAMESPACE } from '../names/system-namespace';
import { finding, type Finding, foreign, type Surveyed } from './finding';
import type { FoundDeployment } from './found-object';

/** Installations of Istio that are not the stack's: by istioctl, Helm, an operator or another stack. */
export function otherInstallations(surveyed: Surveyed): Finding[] {
  return [...otherIstiods(surveyed), ...operated(surveyed)];
}

/** Resources by which an operator installs Istio, also where their istiod is gone. */
function operated(surveyed: Surveyed): Finding[] {
  return (surveyed.inventory.operated ?? []).map((resource) => {
    const { namespace = SYSTEM_NAMESPACE, tag, version = tag } = resource.spec ?? {};
    return finding(surveyed, resource, {
      status: namespace === SYSTEM_NAMESPACE ? 'fail' : 'warn',
      problem: `an operator's resource for an Istio of release ${version ?? 'unknown'} in ${namespace}`,
      fix: 'Delete it while its operator runs, which uninstalls that Istio, and then the operator. Without an operator nothing ends its finalizer: take that away by hand.',
    });
  });
}

function otherIstiods(surveyed: Surveyed): Finding[] {
  return foreign(surveyed, surveyed.inventory.istiods).map((istiod) => {
    const { labels = {}, namespace = '' } = istiod.metadata;
    const problem = `an istiod of release ${releaseOf(istiod)}, revision ${labels['istio.io/rev'] ?? 'default'}`;
    return namespace === SYSTEM_NAMESPACE
      ? finding(surveyed, istiod, {
          status: 'fail',
          problem,
          fix: 'Uninstall it with the tool that made it, or leave this cluster out of the stack. Workloads keep their old proxies until their pods start again.',
        })
      : finding(surveyed, istiod, {
          status: 'warn',
          problem,
          fix: 'Keep it from the namespaces of this mesh: give it a revision of its own and discoverySelectors, or both istiods write certificates into every namespace.',
        });
  });
}

function releaseOf({ metadata, spec }: FoundDeployment): string {
  const label = metadata.labels?.['app.kubernetes.io/version'];
  const image = spec?.template?.spec?.containers?.[0]?.image ?? '';
  return label ?? /:([^:@/]+)(?:@.*)?$/.exec(image)?.[1] ?? 'unknown';
}
