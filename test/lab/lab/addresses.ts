import assert from 'node:assert/strict';
import { eventually } from '../../../cli/eventually';
import type { Lab } from '../../../lab/lab';
import { NETEXEC_PORT } from '../netexec-pod';
import { deployProbe, type Probe, requestUntilAnswered } from './probe';

const LONGEST_WAIT = 180_000;

/**
 * Addresses in a lab other than those of load balancers.
 *
 * @param running a lab whose clusters alpha and gamma are in networks of their own.
 */
export function addresses(running: () => Lab): void {
  let lab: Lab;
  let alpha: Probe;
  let gamma: Probe;

  before(async () => {
    lab = running();
    [alpha, gamma] = await Promise.all([deployProbe(lab, 'alpha'), deployProbe(lab, 'gamma')]);
  });

  it('are host names alone for Services of that class, which lead to the Service from pods of every cluster', async () => {
    await service('named', {
      type: 'LoadBalancer',
      loadBalancerClass: 'meshwork.lab/hostname',
      loadBalancerIP: '10.201.0.99',
    });
    const ingress = '{.status.loadBalancer.ingress}';
    await lab.kubectl('alpha', '-n', 'probe', 'wait', 'service/named', `--for=jsonpath=${ingress}`, '--timeout=180s');
    const status = await lab.kubectl('alpha', '-n', 'probe', 'get', 'service/named', `--output=jsonpath=${ingress}`);
    assert.deepEqual(JSON.parse(status), [{ hostname: 'ip-10-201-0-99.lb.lab.internal' }]);
    for (const from of [alpha, gamma]) {
      const answer = await requestUntilAnswered(lab, from, 'ip-10-201-0-99.lb.lab.internal', 80, 'hostname');
      assert.equal(answer.responses?.[0], alpha.pod, `from ${from.pod}: ${JSON.stringify(answer)}`);
    }
  });

  it('are known by name to the API server, which calls webhooks', async () => {
    // An API server has one message for an address where no server listens, and another for a name that it cannot resolve.
    const webhook = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'named' },
      webhooks: [
        {
          name: 'named.lab.internal',
          clientConfig: { url: 'https://ip-10-201-0-99.lb.lab.internal:81/' },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'probe' } },
        },
      ],
    };
    await lab.run(['kubectl', '--context', 'gamma', 'apply', '--filename=-'], { input: JSON.stringify(webhook) });
    const create = ['kubectl', '--context', 'gamma', '-n', 'probe', 'create', 'configmap', 'any', '--dry-run=server'];
    const refused = 'dial tcp 10.201.0.99:81: connect: connection refused';
    // An API server asks a webhook some time after it was made.
    const { stderr } = await eventually(
      () => lab.exec(create),
      (outcome) => outcome.stderr.includes(refused),
      AbortSignal.timeout(LONGEST_WAIT),
    );
    await lab.kubectl('gamma', 'delete', 'validatingwebhookconfiguration/named');
    assert.ok(stderr.includes(refused), stderr);
  });

  it('go away with their Service', async () => {
    const addresses = (): Promise<string> =>
      lab.run(['nsenter', '--net=/run/netns/alpha', '--', 'ip', '-brief', 'address', 'show', 'lo']);
    assert.match(await addresses(), /10\.201\.0\.99/);
    await lab.kubectl('alpha', '-n', 'probe', 'delete', 'service/named', '--wait');
    const gone = (shown: string) => !shown.includes('10.201.0.99');
    assert.ok(gone(await eventually(addresses, gone, AbortSignal.timeout(LONGEST_WAIT))));
  });

  it('are external ones of nodes, where node ports answer pods of other networks', async () => {
    const { nodeAddress } = (await lab.clusters()).get('alpha') ?? assert.fail();
    const known = await lab.kubectl('alpha', 'get', 'node/alpha', '--output=jsonpath={.status.addresses}');
    assert.deepEqual(
      (JSON.parse(known) as { type: string; address: string }[])
        .filter(({ type }) => type === 'ExternalIP')
        .map(({ address }) => address),
      [nodeAddress],
    );
    await service('open', { type: 'NodePort' });
    const port = '--output=jsonpath={.spec.ports[0].nodePort}';
    const nodePort = Number(await lab.kubectl('alpha', '-n', 'probe', 'get', 'service/open', port));
    const answer = await requestUntilAnswered(lab, gamma, nodeAddress, nodePort, 'hostname');
    assert.equal(answer.responses?.[0], alpha.pod, JSON.stringify(answer));
  });

  async function service(name: string, spec: object): Promise<void> {
    const object = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'probe' },
      spec: { selector: { app: alpha.pod }, ports: [{ port: 80, targetPort: NETEXEC_PORT }], ...spec },
    };
    await lab.run(['kubectl', '--context', 'alpha', 'apply', '--filename=-'], { input: JSON.stringify(object) });
  }
}
