import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { istioctlEnvironment } from '../../../bench/istioctl-environment';
import type { PrecheckReport } from '../../../cli/report/precheck';
import { buildIstioctl } from '../../../lab/build/artifacts';
import type { Lab } from '../../../lab/lab';
import { StreamProgress } from '../../../lab/progress';
import { sideBySide } from '../../../lab/side-by-side';
import { assertNothingOfIstio } from '../remains';
import { Stack } from '../stack';
import { toldOf } from './clusters-in-use';

/** What `istioctl install` leaves in east. The lab's istioctl has charts of a development version, which call their release 1.0.0. */
const BY_ISTIOCTL = [
  'fail MW902 Deployment istio-system/istiod-old (by istioctl install): an istiod of release 1.0.0, revision old',
  'fail MW903 15 CustomResourceDefinitions of Istio, authorizationpolicies.security.istio.io among them (by istioctl install): CRDs of release 1.0.0, and crds: delete makes its own',
  'fail MW904 MutatingWebhookConfiguration istio-revision-tag-default (by istioctl install): another injector, Service istio-system/istiod-old, catches pods in namespaces that this mesh injects',
  "fail MW904 ValidatingWebhookConfiguration istiod-default-validator (by istioctl install): validation of every object of Istio's kinds leads to Service istio-system/istiod-old",
  'fail MW905 Namespace istio-system (by "istioctl"): the namespace is there with Deployment istio-ingressgateway, Deployment istiod-old',
  'warn MW906 Service istio-system/istio-ingressgateway (by istioctl install): the load balancer of a gateway that is not of this stack',
];

/** What another stack of this program has made in west. */
const OTHER = 'by stack organization/meshwork/other, and not in the state of this one';
const BY_OTHER_STACK = [
  `fail MW902 Deployment istio-system/istiod (${OTHER}): an istiod of release 1.31.1, revision default`,
  `fail MW903 15 CustomResourceDefinitions of Istio, authorizationpolicies.security.istio.io among them (${OTHER}): CRDs of release 1.31.1, and crds: delete makes its own`,
  `fail MW904 MutatingWebhookConfiguration istio-sidecar-injector (${OTHER}): another injector, Service istio-system/istiod, catches pods in namespaces that this mesh injects`,
  `fail MW904 ValidatingWebhookConfiguration istiod-default-validator (${OTHER}): validation of every object of Istio's kinds leads to Service istio-system/istiod`,
  `fail MW905 Namespace istio-system (${OTHER}): the namespace is there with Deployment istiod`,
];

/** Installations of Istio that are really there, in a lab whose clusters are empty: one by istioctl in east, and one by another stack in west. */
export function showsOtherInstallations(lab: () => Lab): void {
  let stack: Stack;
  let other: Stack;
  let istioctl: string;
  let work: string;

  before(async () => {
    work = await mkdtemp(join(tmpdir(), 'meshwork-installations-'));
    istioctl = await buildIstioctl({ progress: new StreamProgress() });
    other = await Stack.create(lab(), join(__dirname, 'one-primary.yaml'), { name: 'other' });
    stack = await Stack.create(lab());
    await sideBySide(install(), other.succeed('up', '--yes', '--skip-preview'));
  });

  after(() => rm(work, { recursive: true }));

  it('are found at once in both clusters, each with release, revision, namespace and maker', async () => {
    const { code, report } = await stack.precheck();
    assert.deepEqual(told(report, 'east'), BY_ISTIOCTL);
    assert.deepEqual(told(report, 'west'), BY_OTHER_STACK);
    assert.equal(code, 1);
  });

  it('end an update before it makes anything', async () => {
    const before = await sideBySide(objects('east'), objects('west'));
    const { code, stderr, stdout } = await stack.pulumi('up', '--yes', '--skip-preview');
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /10 things are in the way .* Nothing was changed\./);
    for (const line of [...BY_ISTIOCTL, ...BY_OTHER_STACK])
      assert.ok((stdout + stderr).includes(line.replace(/^\w+ \w+ /, '')), line);
    assert.doesNotMatch(await stack.state(), /kubernetes:core/);
    assert.deepEqual(await sideBySide(objects('east'), objects('west')), before);
  });

  it('are gone once the tools that made them have removed them, and the clusters are free', async () => {
    await sideBySide(uninstall(), other.succeed('destroy', '--yes', '--skip-preview'));
    const { code, report } = await stack.precheck();
    assert.deepEqual([...told(report, 'east'), ...told(report, 'west')], []);
    assert.equal(code, 0);
    await assertNothingOfIstio(lab());
    await lab().run(['pulumi', 'stack', 'rm', '--yes', 'other']);
  });

  async function install(): Promise<void> {
    const environment = await istioctlEnvironment(lab(), istioctl, work);
    const { CHART_VALUES = '', HUB = '', TAG = '' } = environment;
    const about = ['--set', `hub=${HUB}`, '--set', `tag=${TAG}`, '--set', 'revision=old', '--filename', CHART_VALUES];
    await lab().run([istioctl, 'install', '--context', 'east', '--skip-confirmation', ...about]);
  }

  /** With the namespace, as the finding says. */
  async function uninstall(): Promise<void> {
    await lab().run([istioctl, 'uninstall', '--context', 'east', '--purge', '--skip-confirmation']);
    await lab().kubectl('east', 'delete', 'namespace', 'istio-system');
  }

  /** Objects that an update would change, with their versions. */
  function objects(cluster: string): Promise<string> {
    const columns =
      '--output=custom-columns=KIND:.kind,NAME:.metadata.name,UID:.metadata.uid,GENERATION:.metadata.generation';
    return lab().kubectl(cluster, '-n', 'istio-system', 'get', 'deployments,services,serviceaccounts', columns);
  }
}

/** The findings of a cluster, each as a line. Of the objects in a namespace, the Deployments alone: the rest differs by profile and chart. */
function told(report: PrecheckReport, cluster: string): string[] {
  return toldOf(report, cluster).map((line) =>
    line.replace(/(the namespace is there with (Deployment [\w-]+(, )?)+).*/, '$1').replace(/, $/, ''),
  );
}
