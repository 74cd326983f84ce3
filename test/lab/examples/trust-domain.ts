import { strict as assert } from 'node:assert';
import { readDial, type Call, dialPath } from '../../../cli/answers/netexec';
import { eventually } from '../../../cli/eventually';
import type { Lab } from '../../../lab/lab';
import { applyObjects } from '../apply';
import { askNetexec, netexecPod } from '../netexec-pod';
import { describeStep, type Stack } from '../stack';
import { isAnswer, isDenied, isRefused } from './outcome';
import { RequestLoop } from './request-loop';
import { reportWithoutDrift, routes } from './system';

const NAMESPACE = 'trust-domain';
const OLD = 'blue.example';
const NEW = 'azure.example';
/** Pods that run get certificates of the new domain when theirs are renewed, which is halfway to their end. */
const CERTIFICATE_LIFETIME = '2m';
const LONGEST_WAIT = 300_000;

/**
 * Tests of docs/how-to/change-trust-domain.md, step by step, on a mesh of several primaries: a client of one cluster asks a server of another one
 * all the while, and a policy before the server names the client's identity.
 */
export function showsTrustDomainChange(
  lab: () => Lab,
  stack: () => Stack,
  {
    clusters,
    destination,
    source,
  }: { readonly clusters: readonly string[]; readonly source: string; readonly destination: string },
): void {
  let loop: RequestLoop | undefined;
  let authorities: string[];

  after(() => loop?.stop());

  /** Gives the mesh other domains, which a preview has to tell as three updates in each cluster, these further steps and nothing else. */
  async function become(mesh: object, further: readonly string[] = []): Promise<void> {
    stack().change('meshwork:meshes', ({ blue }) => ({ blue: { ...withoutDomains(blue as object), ...mesh } }));
    const steps = (await stack().preview()).filter(({ op }) => op !== 'same');
    const expected = clusters.flatMap((cluster) => UPDATES.map((update) => update.replaceAll('CLUSTER', cluster)));
    assert.deepEqual(steps.map((step) => `${step.op} ${describeStep(step)}`).sort(), [...expected, ...further].sort());
    await stack().succeed('up', '--yes', '--skip-preview');
  }

  /** One call of a pod beside the client, or of the client, until its outcome is as wanted. */
  async function callUntil(pod: string, wanted: (call: Call) => boolean): Promise<void> {
    const call = await eventually(
      async () => {
        const { body, status } = await askNetexec(
          lab(),
          { cluster: source, namespace: NAMESPACE, pod },
          dialPath('server', 80),
        );
        return readDial(status, body);
      },
      wanted,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.ok(wanted(call), JSON.stringify(call));
  }

  /** Both ends of a call have identities of a domain. */
  function isWithin(domain: string): (call: Call) => boolean {
    const identity = (account: string) => `spiffe://${domain}/ns/${NAMESPACE}/sa/${account}`;
    return (call) =>
      call.kind === 'answer' && call.source === identity('client') && call.destination === identity('server');
  }

  /** The policy before the server lets the client in, and the other pod not. */
  async function holds(): Promise<void> {
    await callUntil('client', isAnswer);
    await callUntil('stranger', isDenied);
  }

  it('has a policy before a server that names the identity of its client', async () => {
    const options = { namespace: NAMESPACE, certificateLifetime: CERTIFICATE_LIFETIME };
    loop = await RequestLoop.start(lab(), source, destination, options);
    await applyObjects(lab(), source, [
      ...(await netexecPod(lab(), { ...STRANGER, namespace: NAMESPACE })),
      SINGLE_REQUESTS,
    ]);
    const ready = ['wait', '--for=condition=Ready', `pod/${STRANGER.name}`, '--timeout=300s'];
    await lab().kubectl(source, '-n', NAMESPACE, ...ready);
    await callUntil(STRANGER.name, isAnswer);
    await applyObjects(lab(), destination, [policy(OLD)]);
    await holds();
    await callUntil('client', isWithin(OLD));
    authorities = await authoritiesOf(stack());
    assert.ok(authorities.length > clusters.length);
  });

  it('comes to accept a new trust domain', async () => {
    await become({ trustDomain: OLD, trustDomainAliases: [NEW] });
    await holds();
  });

  it('gives identities of the new domain to new pods, and to running ones when their certificates are renewed', async () => {
    await become({ trustDomain: NEW, trustDomainAliases: [OLD] }, ['update meshwork:index:Mesh blue -']);
    assert.ok(routes(await stack().verified(), NEW).every((route) => !route.includes('broken')));
    await callUntil('client', isWithin(NEW));
  });

  it('has the policy that names the old domain hold while that is an alias, and one that names the new domain', async () => {
    await holds();
    await applyObjects(lab(), destination, [policy(NEW)]);
    await holds();
  });

  it('lets the old domain end, and has nothing to do and no drift', async () => {
    await become({ trustDomain: NEW });
    const report = await reportWithoutDrift(stack());
    assert.ok(routes(report, NEW).every((route) => !route.includes('broken')));
    await callUntil('client', isWithin(NEW));
    // Its certificate lasts for a day, so that it is still of the old domain.
    await callUntil(STRANGER.name, isRefused);
  });

  it('made no authority anew, and lost no request', async () => {
    assert.ok(loop);
    const { answers, errors, requests, unasked } = await loop.stop();
    assert.deepEqual(errors, []);
    assert.equal(answers, requests);
    assert.deepEqual(await authoritiesOf(stack()), authorities);
    console.log(`      ${requests} requests; ${unasked} times the client could not be asked for some`);
  });
}

/** What each step updates in a cluster. No pod is among it. */
const UPDATES = [
  'trust-bundle-config',
  'control-plane-default-istiod:istio-system/istio',
  'control-plane-default-istiod:istio-system/values',
].map((name) => `update kubernetes:core/v1:ConfigMap CLUSTER-${name} CLUSTER-provider`);

/** A pod that the policy does not name. */
const STRANGER = { name: 'stranger', asked: true };

/** A handshake for each request: a connection from before a step would hide that no new one is possible. */
const SINGLE_REQUESTS = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'server', namespace: NAMESPACE },
  spec: {
    host: `server.${NAMESPACE}.svc.cluster.local`,
    trafficPolicy: { connectionPool: { http: { maxRequestsPerConnection: 1 } } },
  },
};

/** Lets in the client, by its identity in a domain. */
function policy(domain: string): object {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'server', namespace: NAMESPACE },
    spec: {
      selector: { matchLabels: { app: 'server' } },
      action: 'ALLOW',
      rules: [{ from: [{ source: { principals: [`${domain}/ns/${NAMESPACE}/sa/client`] } }] }],
    },
  };
}

function withoutDomains(mesh: object): object {
  return Object.fromEntries(Object.entries(mesh).filter(([key]) => !key.startsWith('trustDomain')));
}

/** The certificates of the authorities of a stack, by resource. */
async function authoritiesOf(stack: Stack): Promise<string[]> {
  const { deployment } = JSON.parse(await stack.state()) as {
    deployment: { resources: { urn: string; type: string; outputs?: { certPem?: string } }[] };
  };
  return deployment.resources
    .flatMap(({ outputs, type, urn }) =>
      type.startsWith('tls:') && outputs?.certPem !== undefined
        ? [`${urn.split('::').at(-1) ?? ''} ${outputs.certPem}`]
        : [],
    )
    .sort();
}
