/** Annotations of a Service. */
export type Annotations = Readonly<Record<string, string>>;

/** What people ask about a load balancer before they put a gateway or a service behind it. */
export const QUESTIONS = {
  scope: 'Internal or public',
  change: 'A change of `internal` on a running Service',
  yields: 'Address in the status',
  staticAddress: 'Address of one’s own',
  sharedAddress: 'One address for several Services',
  sourceRanges: '`sourceRanges`',
  healthChecks: 'Health checks',
  families: 'IPv4 and IPv6',
} as const;

/** The key of a question. */
export type Question = keyof typeof QUESTIONS;

/** What the documentation says, and where; or that it was not found there, with what is known all the same. */
export type Answer =
  | { readonly says: string; readonly sources: readonly [string, ...string[]] }
  | { readonly unverified: string | undefined };

/** A product that makes load balancers for Services. */
export interface Cloud {
  readonly name: string;
  /** Annotations that ask it for an internal load balancer. */
  readonly internal: Annotations;
  /** Annotations that ask it for a public one, where it makes another without them or tells addresses that lead nowhere from outside. */
  readonly public: Annotations;
  /** Annotations beside `internal` where other clusters are the clients: they may be far from it. */
  readonly forOtherClusters?: Annotations;
  /** Annotations for each port of the Service. */
  readonly forPort?: (port: number | string) => Annotations;
  /** Further annotations by which a user decides between internal and public. */
  readonly decidedBy?: readonly string[];
  readonly answers: Readonly<Record<Question, Answer>>;
}

/** An answer with its sources. */
export function says(text: string, ...sources: [string, ...string[]]): Answer {
  return { says: text, sources };
}

/** Neither documentation nor source was found to say it. */
export const NOT_FOUND: Answer = { unverified: undefined };
