/** A program that the lab calls, as found on PATH. */
export interface CommandFact {
  readonly name: string;
  /** undefined where there is no such program. */
  readonly version: string | undefined;
}

/** Facts about the machine, before any verdict. */
export interface HostFacts {
  readonly platform: string;
  readonly architecture: string;
  readonly userId: number;
  /** ID and VERSION_CODENAME of /etc/os-release. */
  readonly distribution: string;
  readonly release: string;
  /** Releases that have a lock file of packages. */
  readonly pinnedReleases: readonly string[];
  readonly kernel: string;
  /** Options of the running kernel (`y`, `m`), or undefined where the kernel does not tell its configuration. */
  readonly kernelOptions: Readonly<Record<string, string>> | undefined;
  /** Error output of a program that failed in fresh namespaces; undefined where it ran. */
  readonly namespaceFailure: string | undefined;
  /** Error output of mounting an overlay in a private mount namespace; undefined where that worked. */
  readonly overlayFailure: string | undefined;
  /** Controllers of cgroup v1 that are mounted, or of v2 that are available. */
  readonly cgroupControllers: readonly string[];
  readonly memoryBytes: number;
  /** Instances of inotify that one user may have at once, and how many root has. */
  readonly inotify: { readonly limit: number; readonly used: number };
  readonly cacheDirectory: string;
  readonly cacheFreeBytes: number;
  /** Whether the large builds are in the cache already. */
  readonly cacheFilled: boolean;
  readonly stateDirectory: string;
  /** Type of the file system that holds the lab's state, as a name where it is known. */
  readonly stateFileSystem: string;
  readonly commands: readonly CommandFact[];
  /** GOTOOLCHAIN as the user has it set. */
  readonly goToolchainSetting: string | undefined;
  /** Version in go.work. */
  readonly goNeeded: string;
}

/** One thing that was looked at. */
export interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'missing' | 'unknown';
  readonly found: string;
  readonly needed: string;
  /** The remedy in a sentence; empty where none is needed. */
  readonly remedy: string;
}
