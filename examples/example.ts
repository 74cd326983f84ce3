import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { globSync } from 'glob';
import { parse } from 'yaml';
import type { Values } from '../model/plan/values';

/** One system that meshwork stands up, in a folder of its own: config and README. */
export class Example {
  private constructor(
    /** Name of its folder, which starts with the number of the system. */
    readonly name: string,
  ) {}

  /** All of them, sorted by name. */
  static all(): Example[] {
    return globSync('*/stack.yaml', { cwd: __dirname })
      .map((file) => new Example(dirname(file)))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** The example of a name, or undefined if there is none. */
  static find(name: string): Example | undefined {
    return Example.all().find((example) => example.name === name);
  }

  /** Absolute path of its stack config, for the `--config-file` of pulumi and verify. */
  get configFile(): string {
    return join(__dirname, this.name, 'stack.yaml');
  }

  /** Absolute path of its README. */
  get readme(): string {
    return join(__dirname, this.name, 'README.md');
  }

  /**
   * The clusters that it stands on; its kubeconfig contexts have their names. A cluster in no mesh has a network of its own here, even if config gives
   * it one with others: it needs only the nodes and load balancers of other clusters, and most clusters reach no more of each other.
   * A cluster with several node pools has a node for each.
   */
  clusters(): ExampleCluster[] {
    return Object.entries(this.config().clusters).map(([name, { network, role }]) => {
      const pools = this.nodePools().filter(({ cluster }) => cluster === name).length;
      return { name, network: role === 'standalone' ? name : network, ...(pools > 1 ? { nodes: pools } : {}) };
    });
  }

  /** The machines outside Kubernetes that it stands on, by name. */
  machines(): { readonly name: string }[] {
    return Object.keys(this.config().virtualMachines ?? {}).map((name) => ({ name }));
  }

  /**
   * File of its workloads in a cluster, such as the pods behind its services: meshwork does not make them. Undefined if it has none there. Their
   * image is Kubernetes' agnhost.
   */
  workloads(cluster: string): string | undefined {
    const file = join(__dirname, this.name, 'workloads', `${cluster}.yaml`);
    return existsSync(file) ? file : undefined;
  }

  /** The clusters that need an ingress controller, because a service of theirs is opened by an Ingress. */
  ingressClusters(): string[] {
    const opened = Object.values(this.config().services ?? {}).filter(({ reach }) => reach?.by.ingress !== undefined);
    return [...new Set(opened.flatMap(({ clusters }) => clusters))].sort();
  }

  /** The node pools of its clusters, by name. */
  nodePools(): ExampleNodePool[] {
    return Object.values(this.config().nodePools ?? {});
  }

  /** Its configuration: keys without `meshwork:`. */
  config(): ExampleConfig {
    const { config } = parse(readFileSync(this.configFile, 'utf8')) as { config: Values };
    const own = Object.entries(config).filter(([key]) => key.startsWith(NAMESPACE));
    return Object.fromEntries(own.map(([key, value]) => [key.slice(NAMESPACE.length), value])) as ExampleConfig;
  }
}

/** A cluster that an example needs, and the network that it has to be in: clusters of one network reach each other's pods. */
export interface ExampleCluster {
  readonly name: string;
  readonly network: string;
  /** Default: one. */
  readonly nodes?: number;
}

/** A service in the configuration of an example, as far as its readers know it before it is checked. */
interface ExampleService {
  readonly clusters: readonly string[];
  readonly reach?: { readonly by: { readonly ingress?: Values } };
}

/** A node pool in the configuration of an example, as far as its readers know it before it is checked. */
export interface ExampleNodePool {
  readonly cluster: string;
  readonly nodes: { readonly labels: Readonly<Record<string, string>> };
  readonly accelerator?: string;
  readonly device?: { readonly resource?: string };
}

/** The configuration of an example, as far as its readers know it before it is checked. */
export type ExampleConfig = Values & {
  readonly clusters: Readonly<Record<string, { readonly network: string; readonly role: string }>>;
  readonly services?: Readonly<Record<string, ExampleService>>;
  readonly nodePools?: Readonly<Record<string, ExampleNodePool>>;
  readonly virtualMachines?: Readonly<Record<string, Values>>;
};

const NAMESPACE = 'meshwork:';
