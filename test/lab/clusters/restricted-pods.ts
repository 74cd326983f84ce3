import { strict as assert } from 'node:assert';
import { readVisit, visitPath } from '../../../cli/answers/netexec';
import { eventually } from '../../../cli/eventually';
import type { Report } from '../../../cli/report/report';
import type { Lab } from '../../../lab/lab';
import { applyObjects } from '../apply';
import { isPage } from '../examples/outcome';
import { reportWithoutDrift } from '../examples/system';
import { askNetexec, netexecPod, netexecService } from '../netexec-pod';
import { assertNothingOfIstio } from '../remains';
import { Stack } from '../stack';

const NAMESPACE = 'tight';
const CLUSTERS = ['east', 'west'] as const;
const ENFORCE = { 'pod-security.kubernetes.io/enforce': 'restricted' };

/** The resources of the primary as pulumi tells them. */
const AGENT = 'kubernetes:apps/v1:DaemonSet east-cni:kube-system/istio-cni-node';
const AGENT_OF_WEST = 'kubernetes:apps/v1:DaemonSet west-cni:kube-system/istio-cni-node';
const ISTIOD = 'kubernetes:apps/v1:Deployment east-control-plane-default-istiod:istio-system/istiod';

/** A pod as far as the test reads it. */
interface Pod {
  readonly spec: {
    readonly initContainers?: readonly {
      readonly name: string;
      readonly securityContext?: { readonly capabilities?: { readonly add?: readonly string[] } };
    }[];
  };
}

/** Tests of pods with sidecars that get no capability: Istio's CNI agent sets up their routes, in a primary and its remote. */
export function showsRestrictedPods(lab: () => Lab): void {
  let stack: Stack;

  before(async () => {
    await lab().importIstioCni();
    stack = await Stack.create(lab());
    stack.change('meshwork:clusters', (clusters) =>
      Object.fromEntries(CLUSTERS.map((name) => [name, { ...(clusters[name] as object), cni: true }])),
    );
    assertOrder(await stack.succeed('up', '--yes', '--skip-preview'), [`${AGENT} created`, `${ISTIOD} creating`]);
  });

  it('holds pods with a sidecar and without the init container that needs NET_ADMIN', async () => {
    await Promise.all([putPods('east', 'client'), putPods('west', 'orders')]);
    for (const [cluster, name] of [
      ['east', 'client'],
      ['west', 'orders'],
    ] as const) {
      const text = await lab().kubectl(cluster, '-n', NAMESPACE, 'get', 'pod', name, '--output=json');
      const containers = (JSON.parse(text) as Pod).spec.initContainers ?? [];
      assert.deepEqual(
        containers.map((container) => [container.name, container.securityContext?.capabilities?.add ?? []]),
        [
          ['istio-validation', []],
          ['istio-proxy', []],
        ],
      );
    }
  });

  it('has them call each other across clusters', async () => {
    const asked = { cluster: 'east', namespace: NAMESPACE, pod: 'client' };
    const path = visitPath(`http://orders.${NAMESPACE}:80/hostname`);
    const visit = await eventually(
      async () => {
        const { body, status } = await askNetexec(lab(), asked, path);
        return readVisit(status, body);
      },
      isPage('orders'),
      AbortSignal.timeout(180_000),
    );
    assert.deepEqual(visit, { kind: 'page', body: 'orders' });
  });

  it('has verify point to the agent of a node that has none, until `up --refresh` brings it back', async () => {
    await lab().kubectl('west', '-n', 'kube-system', 'delete', 'daemonset/istio-cni-node', '--cascade=foreground');
    const { code, stdout } = await stack.verify('--timeout', '30');
    assert.notEqual(code, 0);
    const { diagnosis } = JSON.parse(stdout) as Report;
    const looks = diagnosis.find(({ failure }) => failure === 'cluster west')?.findings.join('\n') ?? '';
    assert.match(looks, /pod \S+ has no routes into its proxy: Istio's CNI agent on node west has not set them up/);
    assert.ok((await stack.succeed('up', '--refresh', '--yes', '--skip-preview')).includes(`${AGENT_OF_WEST} created`));
  });

  it('is what verify passes in as well, and there is nothing to do and no drift', async () => {
    const report = await reportWithoutDrift(stack);
    assert.equal(report.pairs.length, CLUSTERS.length ** 2);
  });

  it('takes pods again when the mesh and the agent are gone without remains', async () => {
    await Promise.all(CLUSTERS.map((cluster) => lab().kubectl(cluster, 'delete', 'namespace', NAMESPACE)));
    assertOrder(await stack.succeed('destroy', '--yes', '--skip-preview'), [`${ISTIOD} deleted`, `${AGENT} deleting`]);
    await assertNothingOfIstio(lab());
    for (const cluster of CLUSTERS) {
      const left = await lab().kubectl(
        cluster,
        '-n',
        'kube-system',
        'get',
        'all,configmaps,serviceaccounts',
        '-o',
        'name',
      );
      assert.ok(!left.includes('istio-cni'), left);
    }
    await putPods('east', 'later');
    await lab().kubectl('east', 'delete', 'namespace', NAMESPACE);
  });

  /** Puts a pod and its Service into the namespace, and waits until the pod is ready. */
  async function putPods(cluster: string, name: string): Promise<void> {
    const labels = { 'istio-injection': 'enabled', ...ENFORCE };
    await applyObjects(lab(), cluster, [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } },
      netexecService({ name, namespace: NAMESPACE }),
      ...(await netexecPod(lab(), { name, namespace: NAMESPACE, asked: name === 'client', restricted: true })),
    ]);
    await lab().kubectl(cluster, '-n', NAMESPACE, 'wait', '--for=condition=Ready', `pod/${name}`, '--timeout=10m');
  }
}

/** Fails unless the output of a pulumi command tells of two events, in this order. */
function assertOrder(output: string, events: readonly [string, string]): void {
  const [first, second] = events.map((event) => output.indexOf(event));
  assert.ok(
    first !== undefined && second !== undefined && first >= 0 && first < second,
    `${events.join(', then ')}:\n${output}`,
  );
}
