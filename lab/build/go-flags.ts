import { istioVersion, requiredVersion } from './versions';

/**
 * GOFLAGS of every build. `-mod=readonly` checks every download against go.sum. The checkout's commit is not stamped into
 * programs: each commit would be another binary. Istio's own builds leave out the validators of Envoy's messages (disable_pgv)
 * as well. Debug information would not be linked (-w), so it is not compiled either.
 */
export const goFlags = '-mod=readonly -trimpath -buildvcs=false -tags=disable_pgv -gcflags=all=-dwarf=false';

/**
 * Flags for the linker: no symbol tables, and the versions that programs report. Without them Kubernetes calls itself
 * v0.0.0-master, which clients and charts compare with, and Istio's proxies call themselves "unknown". A variable that a
 * program does not have is ignored, so all programs can be linked by one `go build`.
 */
export async function linkerFlags(): Promise<string> {
  const [kubernetes, pulumi] = await Promise.all([
    requiredVersion('build/kubernetes/go.mod', 'k8s.io/kubernetes'),
    requiredVersion('build/pulumi/go.mod', 'github.com/pulumi/pulumi/pkg/v3'),
  ]);
  const [major = '', minor = ''] = kubernetes.slice(1).split('.');
  const variables = {
    'k8s.io/component-base/version.gitVersion': kubernetes,
    'k8s.io/component-base/version.gitMajor': major,
    'k8s.io/component-base/version.gitMinor': minor,
    'k8s.io/component-base/version.gitTreeState': 'clean',
    'istio.io/istio/pkg/version.buildVersion': istioVersion,
    'istio.io/istio/pkg/version.buildTag': istioVersion,
    'istio.io/istio/pkg/version.buildStatus': 'Clean',
    'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version': pulumi,
  };
  const values = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
  return ['-s', '-w', ...values].join(' ');
}
