import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { IngressGatewayPlan } from '../../model/plan/ingress-gateway-plan';
import type { TlsServerPlan } from '../../model/plan/ingress-server-plan';
import { certificatesIn } from '../../model/certificates/pem';
import type { GeneratedCertificate } from '../../model/schema/ingress-https';
import { GeneratedCertificates, type Issued } from './generated-certificates';

/** Private keys of given certificates, by ingress gateway and server. Secret. */
export type CertificateKeys = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Arguments of the certificates of an ingress gateway. */
export interface IngressCertificatesArgs {
  /** The plan of the gateway. */
  readonly plan: IngressGatewayPlan;
  readonly keys: CertificateKeys;
  /** Provider of the cluster that the gateway stands in: there its istiod looks for Secrets first. */
  readonly provider: k8s.Provider;
  /** The namespace of the Secrets. */
  readonly namespace: pulumi.Resource;
  /** Certificates that the stack made for the same gateway in another cluster, by server. Default: it makes them here. */
  readonly issued?: ReadonlyMap<string, Issued> | undefined;
}

/** The certificate of a server, as outputs tell of it. */
export interface ServedCertificate {
  /** When it ends, RFC 3339; null for one in a Secret that is not the stack's. */
  readonly expiry: pulumi.Input<string | null>;
  /** The authority that the stack made for it, PEM; null for certificates that it did not make. */
  readonly authority: pulumi.Input<string | null>;
}

/** A certificate and its private key, PEM. */
interface Pair {
  readonly chain: pulumi.Input<string>;
  readonly privateKey: pulumi.Input<string>;
}

/** The certificates of an ingress gateway's servers, in Secrets by which Istio serves them. */
export class IngressCertificates extends pulumi.ComponentResource {
  /** The Secrets that the stack made. */
  readonly secrets: pulumi.Resource[] = [];
  /** What outputs tell, by server. */
  readonly served: Readonly<Record<string, ServedCertificate>>;
  /** The certificates that the stack makes, by server. */
  readonly issued = new Map<string, Issued>();
  private generated: GeneratedCertificates | undefined;

  constructor(
    name: string,
    private readonly args: IngressCertificatesArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const { cluster, tlsServers } = args.plan;
    super(
      'meshwork:gateways:IngressCertificates',
      name,
      { cluster, servers: tlsServers.map((server) => server.name) },
      opts,
    );
    this.served = Object.fromEntries(tlsServers.map((server) => [server.name, this.serve(server)]));
    this.registerOutputs({});
  }

  private serve(server: TlsServerPlan): ServedCertificate {
    const { certificate, clients } = server;
    if ('secret' in certificate) {
      if (clients?.secret !== undefined)
        this.secret(`clients.${server.name}`, clients.secret, 'Opaque', { 'ca.crt': clients.authority });
      return { expiry: null, authority: null };
    }
    if ('given' in certificate) {
      const privateKey = pulumi.secret(this.keyOf(server));
      this.pair(server, { chain: certificate.given, privateKey });
      const [own] = certificatesIn(certificate.given) ?? [];
      return { expiry: own === undefined ? null : new Date(own.validTo).toISOString(), authority: null };
    }
    const issued = this.args.issued?.get(server.name) ?? this.issue(server, certificate.generate);
    this.issued.set(server.name, issued);
    const { authority, chain, expiry, privateKey } = issued;
    this.pair(server, { chain, privateKey });
    return { expiry, authority };
  }

  private issue(server: TlsServerPlan, generate: GeneratedCertificate): Issued {
    const { plan } = this.args;
    this.generated ??= new GeneratedCertificates(plan.names.common, plan, { parent: this });
    return this.generated.issue(server, generate);
  }

  private pair({ clients, name, secret }: TlsServerPlan, { chain, privateKey }: Pair): void {
    this.secret(`secret.${name}`, secret, 'kubernetes.io/tls', {
      'tls.crt': chain,
      'tls.key': privateKey,
      ...(clients === undefined ? {} : { 'ca.crt': clients.authority }),
    });
  }

  /** A renewed certificate changes its Secret in place, so that the gateway always has one to serve. */
  private secret(name: string, secret: string, type: string, data: Readonly<Record<string, pulumi.Input<string>>>) {
    const { namespace, plan, provider } = this.args;
    this.secrets.push(
      new k8s.core.v1.Secret(
        `${plan.name}-${name}`,
        { metadata: { name: secret, namespace: plan.namespace }, type, stringData: data },
        {
          ...{ parent: this, provider, dependsOn: [namespace] },
          aliases: plan.names.former === undefined ? [] : [{ name: `${plan.names.former}-${name}` }],
        },
      ),
    );
  }

  /** @throws Error if there is no key, which the rules refuse (model/rules/ingress-certificates.ts). */
  private keyOf({ name }: TlsServerPlan): string {
    const key = this.args.keys[this.args.plan.key]?.[name];
    if (key === undefined) throw new Error(`There is no key for server ${name} of ${this.args.plan.title}.`);
    return key;
  }
}
