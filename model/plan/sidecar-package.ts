import type { VirtualMachineSpec } from '../schema/config';

/** Where Istio publishes its releases (its release-builder, pkg/build/debian.go and rpm.go). */
const RELEASES = 'https://storage.googleapis.com/istio-release/releases';

/** The package `istio-sidecar` for a machine: one to be downloaded, or one that is there. */
export type SidecarPackage =
  | { readonly installed: true }
  | {
      readonly installed: false;
      readonly format: 'deb' | 'rpm';
      readonly architecture: 'amd64' | 'arm64';
      readonly url: string;
      readonly sha256: string;
    };

/** The package of a machine. By default that of the release of the mesh. */
export function sidecarPackage(sidecar: VirtualMachineSpec['sidecar'], version: string): SidecarPackage {
  const { architecture, format, sha256, url } = sidecar;
  if (sha256 === undefined) return { installed: true };
  const file = `istio-sidecar${architecture === 'arm64' ? '-arm64' : ''}.${format}`;
  return { installed: false, format, architecture, url: url ?? `${RELEASES}/${version}/${format}/${file}`, sha256 };
}
