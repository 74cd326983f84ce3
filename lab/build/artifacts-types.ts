/** A container image as an OCI layout archive that `ctr images import` takes. */
export interface ImageArchive {
  /** Name and tag it is imported under, e.g. `meshwork.lab/istio/pilot:1.31.1`. */
  readonly reference: string;
  /** Absolute path of the tar file. */
  readonly archive: string;
}

/** One provider plugin as the engine's plugin directory wants it. */
export interface PluginDirectory {
  /** Entry of `$PULUMI_HOME/plugins`, e.g. `resource-kubernetes-v4.34.2`. */
  readonly name: string;
  /** Directory that holds the plugin's executable: its files are to be linked into a real directory of that name. */
  readonly directory: string;
}

/** Whether the real provider plugins are used, or the lab's own ones of the same names and versions. */
export type PluginKind = 'official' | 'stand-in';

/** Whether `pulumi` is the one found on PATH or the one that the lab built. */
export type EngineKind = 'official' | 'built';

/** Where the engine and its plugins come from. */
export interface EngineArtifacts {
  readonly kind: EngineKind;
  /** Absolute path of the `pulumi` executable; its directory is to come first on PATH (after binDirectory). */
  readonly executable: string;
  readonly plugins: PluginKind;
  /** To be linked into `$PULUMI_HOME/plugins`; empty where official plugins are found through PATH. */
  readonly pluginDirectories: readonly PluginDirectory[];
  /** Variables that the engine needs so that it takes exactly these plugins. */
  readonly environment: Readonly<Record<string, string>>;
  /** One sentence for people that says what is used and why. */
  readonly explanation: string;
}

/** Istio's package for machines, as the lab built it. */
export interface SidecarArtifact {
  /** Istio's version. */
  readonly version: string;
  /** Absolute path of the .deb file. */
  readonly file: string;
  /** Path of the address at which machines get it. */
  readonly path: string;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** The parts of machines. All paths are absolute and read-only. */
export interface MachineArtifacts {
  /** Root file system that all machines share, each with an overlay for its own changes. */
  readonly root: string;
  /** Third on PATH: systemd-nspawn, ssh and ssh-keygen. */
  readonly binDirectory: string;
  readonly sidecar: SidecarArtifact;
}

/** Everything that the lab needs and that does not change between its starts. All paths are absolute and read-only. */
export interface Artifacts {
  /**
   * First on PATH: etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubelet, kube-proxy, kubectl, load-balancer,
   * and, where the lab built them, pulumi and pulumi-language-nodejs.
   */
  readonly binDirectory: string;
  /**
   * Second on PATH of the lab's daemons: containerd, containerd-shim-runc-v2, ctr, runc, nft, iptables (and its
   * -save, -restore, ip6 forms), ip, bridge, tini. Each finds its own libraries: no variable is needed.
   */
  readonly debianBinDirectory: string;
  /** Where those packages were unpacked. */
  readonly debianRoot: string;
  /** CNI plugins: bridge, host-local, portmap, loopback, … */
  readonly cniDirectory: string;
  /** Images that every cluster gets: pause, agnhost, coredns, pilot, proxyv2. */
  readonly images: readonly ImageArchive[];
  /** References of the images that the lab itself names (the others are named by charts). */
  readonly references: { readonly pause: string; readonly agnhost: string; readonly coredns: string };
  /** Istio's charts: base, istiod, cni and gateway, one directory each. */
  readonly chartsDirectory: string;
  /** Hub and tag under which Istio's images were imported. */
  readonly istio: { readonly version: string; readonly hub: string; readonly tag: string };
  readonly engine: EngineArtifacts;
  /** Present if machines were asked for. */
  readonly machines?: MachineArtifacts;
}
