/** An object as a cluster has it, with as much of it as a check reads. */
export interface FoundObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly { readonly manager?: string }[];
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
}

/** A namespaced selector of labels. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** A configuration of admission webhooks. */
export interface FoundWebhooks extends FoundObject {
  readonly webhooks?: readonly {
    readonly clientConfig?: {
      readonly service?: { readonly name: string; readonly namespace: string; readonly path?: string };
      readonly url?: string;
    };
    readonly rules?: readonly { readonly resources?: readonly string[] }[];
    readonly namespaceSelector?: LabelSelector;
    readonly objectSelector?: LabelSelector;
  }[];
}

/** A Deployment of an istiod. */
export interface FoundDeployment extends FoundObject {
  readonly spec?: {
    readonly template?: { readonly spec?: { readonly containers?: readonly { readonly image?: string }[] } };
  };
}

/** What an operator installs Istio from: an IstioOperator, or an Istio of the Sail operator. */
export interface FoundOperated extends FoundObject {
  readonly spec?: { readonly version?: string; readonly tag?: string | number; readonly namespace?: string };
}

/** A Service. */
export interface FoundService extends FoundObject {
  readonly spec?: { readonly type?: string };
}

/** A port of a rule of a NetworkPolicy. */
export interface PolicyPort {
  readonly port?: number | string;
  readonly endPort?: number;
  readonly protocol?: string;
}

/** A NetworkPolicy. */
export interface FoundPolicy extends FoundObject {
  readonly spec?: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly { readonly ports?: readonly PolicyPort[]; readonly from?: readonly object[] }[];
  };
}

/** A node, and the domain that its kubelet gives pods for names of Services. */
export interface FoundNode extends FoundObject {
  readonly clusterDomain: string;
}

/** Everything that checks before a deployment ask a cluster. A list is undefined where the kubeconfig's user may not read it. */
export interface Inventory {
  readonly namespaces: readonly FoundObject[] | undefined;
  /** Deployments of istiods, in every namespace. */
  readonly istiods: readonly FoundDeployment[] | undefined;
  /** Resources of operators, in every namespace. */
  readonly operated: readonly FoundOperated[] | undefined;
  readonly mutatingWebhooks: readonly FoundWebhooks[] | undefined;
  readonly validatingWebhooks: readonly FoundWebhooks[] | undefined;
  /** CRDs of Istio. */
  readonly crds: readonly FoundObject[] | undefined;
  /** Objects in the control plane namespace, of the kinds that a deployment makes there. */
  readonly systemObjects: readonly FoundObject[] | undefined;
  /** Objects of Istio's kinds there. */
  readonly systemPolicies: readonly FoundObject[] | undefined;
  /** Services with the labels of Istio's gateways, in every namespace. */
  readonly gatewayServices: readonly FoundService[] | undefined;
  /** NetworkPolicies in the control plane namespace. */
  readonly networkPolicies: readonly FoundPolicy[] | undefined;
  /** One node: all of a cluster have one domain. Undefined also if its kubelet does not say. */
  readonly nodes: readonly FoundNode[] | undefined;
}

/** An object for people: `Deployment istio-system/istiod`. */
export function titleOf({ kind, metadata: { name, namespace } }: FoundObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
