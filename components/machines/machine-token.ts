import { local } from '@pulumi/command';
import * as pulumi from '@pulumi/pulumi';
import type { MachinePlan, WorkloadGroupPlan } from '../../model/plan/workload-group-plan';
import { type Proof, tokenProof } from './proof';
import type { TokenRequest } from './token-request';

/** Arguments of the token of a machine. */
export interface MachineTokenArgs {
  /** The plan of the machine. */
  readonly machine: MachinePlan;
  /** The plan of its group. */
  readonly group: WorkloadGroupPlan;
  /** A kubeconfig of the cluster that issues it. Secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** Resources that it depends on: the service account. */
  readonly after: readonly pulumi.Input<pulumi.Resource>[];
}

/** The audience that istiod asks for (Istio's security.TokenAudiences). */
const AUDIENCE = 'istio-ca';

const SECONDS_PER_MINUTE = 60;

/**
 * The token by which a machine proves to istiod for the first time who it is (docs/adr/0017). A program asks the cluster for it once; a new machine, identity
 * or generation gets a new one. The plugin runs programs in the directory of the project, so that the state names no other.
 */
export class MachineToken extends pulumi.ComponentResource {
  /** The proof that it is. Secret. */
  readonly proof: pulumi.Output<Proof>;

  constructor(name: string, args: MachineTokenArgs, opts?: pulumi.ComponentResourceOptions) {
    const { after, group, kubeconfig, machine } = args;
    super('meshwork:machines:MachineToken', name, { machine: machine.name, identity: group.istiodIdentity }, opts);
    const { host = machine.address, hostKey = '', port } = machine.ssh;
    const request = pulumi.output(kubeconfig).apply((text): TokenRequest => ({
      kubeconfig: text,
      namespace: group.namespace,
      serviceAccount: group.serviceAccount,
      audience: AUDIENCE,
      seconds: group.tokens.validityMinutes * SECONDS_PER_MINUTE,
    }));
    const command = new local.Command(
      `${name}-request`,
      {
        create: 'node --require tsx/cjs components/machines/mint-token.ts',
        // Another kubeconfig is no reason for another token. The plugin hands over the output of the run before.
        update: 'printf %s "$PULUMI_COMMAND_STDOUT"',
        stdin: pulumi.secret(pulumi.jsonStringify(request)),
        logging: local.Logging.None,
        triggers: [group.tokens.generation, group.configuredIn, group.istiodIdentity, `${host}:${port}`, hostKey],
      },
      {
        parent: this,
        dependsOn: [...after],
        additionalSecretOutputs: ['stdout', 'stderr'],
        customTimeouts: { create: '2m' },
      },
    );
    this.proof = pulumi.secret(command.stdout.apply(tokenProof));
    this.registerOutputs({});
  }
}
