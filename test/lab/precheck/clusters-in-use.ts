import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrecheckReport } from '../../../cli/report/precheck';
import type { Lab } from '../../../lab/lab';
import { applyObjects, deleteObjects } from '../apply';
import { Stack } from '../stack';
import { NAMESPACES, OPERATED_KINDS, PLANTS } from './plants';

/** Everything that is planted in east, as precheck tells it: status, check and sentence. */
const FOUND = [
  'fail MW902 Deployment istio-system/istiod (by Helm release istiod in istio-system): an istiod of release 1.28.2, revision default',
  'fail MW902 Istio default (by "kubectl-client-side-apply"): an operator\'s resource for an Istio of release v1.28.2 in istio-system',
  'fail MW902 IstioOperator istio-system/installed-state (by "kubectl-client-side-apply"): an operator\'s resource for an Istio of release 1.22.0 in istio-system',
  'fail MW903 1 CustomResourceDefinitions of Istio, wasmplugins.extensions.istio.io among them (by Helm release istiod in istio-system): CRDs of release 1.28.2, and crds: delete makes its own',
  'fail MW904 MutatingWebhookConfiguration istio-sidecar-injector (by Helm release istiod in istio-system): another injector, Service istio-system/istiod, catches pods in namespaces that this mesh injects',
  "fail MW904 ValidatingWebhookConfiguration istiod-default-validator (by Helm release istiod in istio-system): validation of every object of Istio's kinds leads to Service istio-system/istiod",
  'fail MW905 Namespace istio-system (by "kubectl-client-side-apply"): the namespace is there with Deployment istiod, ConfigMap istio, Secret sh.helm.release.v1.istiod.v1',
  'fail MW906 Service both/istio-eastwestgateway (by "kubectl-client-side-apply"): the load balancer of a gateway that istiods would take for one of network old',
  'warn MW906 Service both/istio-ingressgateway (by "kubectl-client-side-apply"): the load balancer of a gateway that is not of this stack',
  'warn MW907 Namespace both (by "kubectl-client-side-apply"): the labels istio-injection=enabled and istio.io/rev=default, of which Istio follows the first alone',
  'fail MW908 NetworkPolicy istio-system/default-deny (by "kubectl-client-side-apply"): it selects the pods of istiod, and no policy lets requests to 15012, 15017 through',
  'fail MW908 NetworkPolicy istio-system/default-deny (by "kubectl-client-side-apply"): it selects the pods of the east-west gateway, and no policy lets requests to 15443, 15012, 15017 through',
];

/** Clusters that are not empty, in a lab whose clusters are: each case is planted, found before anything is made, and taken away. */
export function showsClustersInUse(lab: () => Lab): void {
  let stack: Stack;

  before(async () => {
    stack = await Stack.create(lab());
    await applyObjects(lab(), 'east', NAMESPACES);
    await applyObjects(lab(), 'east', OPERATED_KINDS);
    await lab().kubectl('east', 'wait', '--for=condition=Established', 'crd', '--all');
    await applyObjects(lab(), 'east', PLANTS);
  });

  after(async () => {
    await deleteObjects(lab(), 'east', PLANTS);
    await deleteObjects(lab(), 'east', [...OPERATED_KINDS, ...NAMESPACES]);
  });

  it('finds each case, with its owner, all at once, and nothing in the empty cluster', async () => {
    const { code, report } = await stack.precheck();
    assert.deepEqual(toldOf(report, 'east'), FOUND);
    assert.deepEqual(toldOf(report, 'west'), []);
    assert.equal(code, 1);
  });

  it('tells everything that is in the way in a preview and in up, and makes nothing', async () => {
    for (const command of [['preview'], ['up', '--yes', '--skip-preview']]) {
      const { code, stderr, stdout } = await stack.pulumi(...command);
      assert.notEqual(code, 0);
      const said = stdout + stderr;
      assert.match(
        said,
        /10 things are in the way in clusters where this stack has made nothing yet. Nothing was changed./,
      );
      for (const line of FOUND) {
        const [, status, id, sentence] = /^(\w+) (\w+) (.*)$/.exec(line) ?? [];
        assert.ok(said.includes(`cluster east: ${sentence ?? ''} [${id ?? ''}]`), `${status ?? ''}: ${line}\n${said}`);
      }
    }
    const namespaces = await lab().kubectl('west', 'get', 'namespaces', '--output=name');
    assert.doesNotMatch(namespaces, /istio/);
  });

  it('tells a cluster that does not answer, and still looks at the others and previews them', async () => {
    const config = stack.config();
    const kubeconfig = join(lab().directory, 'no-server.yaml');
    writeFileSync(kubeconfig, readFileSync(lab().kubeconfig, 'utf8').replaceAll(/(https:\/\/[^:"\s]+):\d+/g, '$1:1'));
    stack.change('meshwork:clusters', ({ east, west }) => ({
      east: { ...(west as object), role: 'primary', primary: undefined, network: 'net-east' },
      west: { ...(east as object), network: 'net-west', kubeconfig: { path: kubeconfig, context: 'east' } },
    }));
    const { code, report } = await stack.precheck();
    assert.deepEqual(toldOf(report, 'east'), []);
    const [silent = ''] = toldOf(report, 'west');
    assert.match(silent, /^fail MW901 The API server: it does not answer: connect ECONNREFUSED/);
    assert.equal(code, 1);
    const { stdout } = await stack.pulumi('preview');
    assert.match(stdout, /Cluster west does not answer: connect ECONNREFUSED/);
    assert.match(stdout, /kubernetes:core\/v1:Namespace +east-namespace/);
    stack.restore(config);
  });
}

/** The findings of a cluster, each as a line. */
export function toldOf({ clusters }: PrecheckReport, cluster: string): string[] {
  const { checks = [] } = clusters.find(({ name }) => name === cluster) ?? {};
  return checks.flatMap(({ findings, id }) =>
    findings.map(({ object, owner, problem, status }) => {
      const by = owner === '' ? '' : ` (${owner})`;
      return `${status} ${id} ${object}${by}: ${problem}`;
    }),
  );
}
