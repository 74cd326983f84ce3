import { strict as assert } from 'node:assert';
import type { Report } from '../../../cli/report/report';
import { DEFAULT_NAMESPACE } from '../../../cli/workloads/names';
import { Example, type ExampleCluster } from '../../../examples/example';
import type { Lab } from '../../../lab/lab';
import { sharedLab } from '../lab/shared-lab';
import { sideBySide } from '../../../lab/side-by-side';
import type { PreviewStep } from '../stack';
import { RequestLoop } from './request-loop';
import { routes, showsInLab, watches } from './system';
import { showsTrustDomainChange } from './trust-domain';

/** The cluster that leaves the running mesh, and joins it again. */
const THIRD = 'north';

describe('several primaries in several networks (S5)', () => {
  const example = Example.find('s5-multi-primary-several-networks');
  const three = example?.clusters() ?? [];
  const two = three.filter(({ name }) => name !== THIRD);
  let loop: RequestLoop | undefined;
  let pods: string[];

  // Stands before the lab, because hooks run in the order in which they stand.
  after(() => loop?.stop());
  const lab = sharedLab(three);
  // Requests are counted here, and users have no shorter times.
  before(() => lab().drainAsIstioDoes());

  showsInLab('s5-multi-primary-several-networks', lab, {
    report: showsAll,
    further: (stack) => {
      it('has a cluster watched after its gateway is ready, and no longer than it is there', async () => {
        const watchers = dependencies(
          JSON.parse(await stack().state()) as State,
          /::(\w+)-remote-secret\.(\w+)-secret$/,
        );
        assert.equal(watchers.length, three.length * (three.length - 1));
        for (const { names, on } of watchers) {
          // For the engine, a resource that depends on a component depends on all its children.
          const gateway = `::${names[1] ?? ''}-east-west-gateway-chart`;
          assert.ok(
            on.some((urn) => urn.endsWith(gateway)),
            names.join(' watches '),
          );
        }
      });

      it('lets its third cluster go by deletes alone, and leaves the others as they were', async () => {
        loop = await RequestLoop.start(lab(), 'west', 'east');
        pods = await podsOf(lab(), two);
        stack().change('meshwork:clusters', withoutThird);
        const steps = changes(await stack().preview());
        assert.deepEqual(new Set(steps.map(({ op }) => op)), new Set(['delete']));
        assert.deepEqual(namesOfOthers(steps), REMOTE_SECRETS);
        await stack().succeed('up', '--yes', '--skip-preview');
        await lab().up(two);
        const [report] = await sideBySide(stack().verified(), stack().succeed('preview', '--expect-no-changes'));
        assert.equal(report.pairs.length, two.length ** 2);
        assert.deepEqual(await podsOf(lab(), two), pods);
      });

      it('takes a third cluster in by creates alone: of the others, only their istiods are told of it', async () => {
        await lab().up(three);
        stack().change('meshwork:clusters', () => example?.config().clusters);
        const steps = changes(await stack().preview());
        assert.deepEqual(new Set(steps.map(({ op }) => op)), new Set(['create']));
        assert.deepEqual(namesOfOthers(steps), REMOTE_SECRETS);
        await stack().succeed('up', '--yes', '--skip-preview');
        showsAll(await stack().verified());
        assert.deepEqual(await podsOf(lab(), two), pods);
      });

      it('lost no request between the other two all the while', async () => {
        assert.ok(loop);
        const { answers, errors, requests, unasked } = await loop.stop();
        assert.deepEqual(errors, []);
        assert.equal(answers, requests);
        console.log(`      ${requests} requests; ${unasked} times the client could not be asked for some`);
      });

      showsTrustDomainChange(lab, stack, {
        clusters: three.map(({ name }) => name),
        source: 'west',
        destination: 'east',
      });
    },
  });
});

/** As much of an exported state as is read here. */
interface State {
  readonly deployment: { readonly resources: readonly { readonly urn: string; readonly dependencies?: string[] }[] };
}

/** The dependencies of each resource whose URN matches, with the groups of the match. */
function dependencies({ deployment }: State, matching: RegExp): { names: string[]; on: string[] }[] {
  return deployment.resources.flatMap(({ dependencies: on = [], urn }) => {
    const match = matching.exec(urn);
    return match === null ? [] : [{ names: match.slice(1), on }];
  });
}

function showsAll(report: Report): void {
  assert.deepEqual(routes(report), [
    'east → east: direct',
    'east → north: direct',
    'east → west: gateway',
    'north → east: direct',
    'north → north: direct',
    'north → west: gateway',
    'west → east: gateway',
    'west → north: gateway',
    'west → west: direct',
  ]);
  const all = 'east, north, west';
  assert.deepEqual(watches(report), [`east: ${all}`, `north: ${all}`, `west: ${all}`]);
}

/** Every pod of some clusters with the restarts of its containers, but those that verify brings and takes along. */
async function podsOf(lab: Lab, clusters: readonly ExampleCluster[]): Promise<string[]> {
  const columns =
    'custom-columns=:.metadata.namespace,:.metadata.uid,:.metadata.name,:.status.containerStatuses[*].restartCount';
  const lists = clusters.map(async ({ name }) => {
    const pods = await lab.kubectl(name, 'get', 'pods', '--all-namespaces', '--no-headers', '--output', columns);
    // How wide the columns are depends on all the pods, on those that are left out as well.
    const lines = pods.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
    return lines.filter((line) => line !== '' && !line.startsWith(DEFAULT_NAMESPACE));
  });
  return (await Promise.all(lists)).flat().sort();
}

/** Component and Secret by which each of the others watches the third. */
const REMOTE_SECRETS = ['east', 'west'].flatMap((name) => [
  `${name}-remote-secret.${THIRD}`,
  `${name}-remote-secret.${THIRD}-secret`,
]);

function withoutThird(clusters: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(clusters).filter(([name]) => name !== THIRD));
}

function changes(steps: readonly PreviewStep[]): PreviewStep[] {
  return steps.filter(({ op }) => op !== 'same');
}

/** The steps of a preview on resources that are not the third cluster's own. */
function namesOfOthers(steps: readonly PreviewStep[]): string[] {
  return steps
    .map(({ urn }) => urn.split('::').slice(3).join('::'))
    .filter((name) => !name.startsWith(THIRD))
    .sort();
}
