import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { ServicePlan } from '../../model/plan/service-plan';
import { consumedUrn, SERVICE_TYPES, stubName } from './mesh-aliases';

/** Arguments of a stub. */
export interface StubServiceArgs {
  /** The cluster that it is made in. */
  readonly cluster: string;
  /** The plan of the service. */
  readonly service: ServicePlan;
}

/** A Service without pods: its name resolves where none of the service runs, and sidecars send the traffic where some does. */
export class StubService extends pulumi.ComponentResource {
  constructor(name: string, args: StubServiceArgs, opts: pulumi.ComponentResourceOptions) {
    super(SERVICE_TYPES.stub, name, { cluster: args.cluster }, opts);
    const { headless, name: service, namespace, ports } = args.service;
    new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata: { name: service, namespace, annotations: { 'pulumi.com/skipAwait': 'true' } },
        spec: {
          ...(headless ? { clusterIP: 'None' } : {}),
          ports: ports.map(({ name: port, ...rest }) => ({ name: port, ...rest, protocol: 'TCP' })),
        },
      },
      { parent: this, aliases: [consumedUrn(args.service.key, args.cluster)] },
    );
    this.registerOutputs({});
  }
}

/** The stubs of a service, one in each cluster that needs one. */
export function stubServices(service: ServicePlan, provider: (cluster: string) => k8s.Provider): void {
  for (const cluster of service.stubs)
    new StubService(stubName(service.key, cluster), { cluster, service }, { providers: [provider(cluster)] });
}
