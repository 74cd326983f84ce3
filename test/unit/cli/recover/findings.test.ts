import { strict as assert } from 'node:assert';
import type { StateResource } from '../../../../cli/recover/deployment';
import { type Findings, findingsOf, madeWith } from '../../../../cli/recover/findings';
import type { LiveObject } from '../../../../cli/recover/live-objects';
import type { PlannedResources } from '../../../../cli/recover/planned-resources';

const STACK = 'acme/meshwork/dev';
const urn = (type: string, name: string) => `urn:pulumi:dev::meshwork::${type}::${name}`;

function provider(cluster: string, inputs: object = {}): StateResource {
  const type = 'pulumi:providers:kubernetes';
  return { urn: urn(type, `${cluster}-provider`), type, inputs: { clusterIdentifier: cluster, ...inputs } };
}

/** A ConfigMap of the stack, in a cluster. */
function configMap(cluster: string, name: string): StateResource {
  const type = 'kubernetes:core/v1:ConfigMap';
  const metadata = { name, namespace: 'istio-system', annotations: { 'meshwork/stack': STACK } };
  return {
    urn: urn(type, `${cluster}-${name}`),
    type,
    provider: `${provider(cluster).urn}::id`,
    inputs: { apiVersion: 'v1', kind: 'ConfigMap', metadata },
  };
}

interface Situation {
  readonly state?: readonly StateResource[];
  readonly pending?: readonly (readonly [string, StateResource])[];
  readonly created?: readonly StateResource[];
  readonly failure?: string;
  readonly live?: Readonly<Record<string, Partial<LiveObject>>>;
  readonly away?: readonly string[];
  readonly providers?: readonly StateResource[];
}

function reachWithout(away: readonly string[]) {
  return { asked: new Set(['east', 'west'].filter((name) => !away.includes(name))), away: new Set(away) };
}

function found(situation: Situation): Findings {
  const { created = [], failure, live = {}, pending = [], away = [], state = [] } = situation;
  const { providers = [provider('east'), provider('west')] } = situation;
  const objects = Object.entries(live).map(([name, object]): [string, LiveObject] => [
    name,
    { annotations: { 'meshwork/stack': STACK }, ending: false, ...object },
  ]);
  return findingsOf({
    deployment: {
      resources: [...providers, ...state],
      pending: pending.map(([type, resource]) => ({ type, resource })),
    },
    planned: { all: [...providers, ...state, ...created], created, failure },
    live: new Map(objects),
    reach: reachWithout(away),
  });
}

const EAST_A = 'east/ConfigMap/istio-system/a';
const a = configMap('east', 'a');
const named = { object: EAST_A, urn: a.urn };

describe('what a command that did not end leaves', () => {
  it('is nothing if everything that exists is in the state', () => {
    const { abandoned, ending, foreign, lost, outdated, pending, undone } = found({
      state: [a],
      live: { [EAST_A]: {} },
    });
    assert.deepEqual([abandoned, ending, foreign, lost, outdated, pending, undone], [[], [], [], [], [], [], []]);
  });

  it('is an object of this stack that the state lacks, with or without a create that had begun', () => {
    assert.deepEqual(found({ created: [a], live: { [EAST_A]: {} } }).lost, [named]);
    const { lost, pending } = found({ created: [a], pending: [['creating', a]], live: { [EAST_A]: {} } });
    assert.deepEqual(lost, [named]);
    assert.deepEqual(pending, [{ type: 'creating', urn: a.urn }]);
  });

  it('is no object that was not made, and none that is already known', () => {
    assert.deepEqual(found({ created: [a] }).lost, []);
    assert.deepEqual(found({ created: [a], state: [a], live: { [EAST_A]: {} } }).lost, []);
  });

  it('is an object whose old form was deleted for its replacement', () => {
    const replaced = { ...a, pendingReplacement: true };
    assert.deepEqual(found({ created: [a], state: [replaced], live: { [EAST_A]: {} } }).lost, [named]);
  });

  it('is never an object without the mark, or with another stack’s', () => {
    const unmarked = found({ created: [a], live: { [EAST_A]: { annotations: {} } } });
    assert.deepEqual([unmarked.lost, unmarked.foreign], [[], [{ ...named, stack: undefined }]]);
    const others = found({
      created: [a],
      live: { [EAST_A]: { annotations: { 'meshwork/stack': 'acme/meshwork/prod' } } },
    });
    assert.deepEqual([others.lost, others.foreign], [[], [{ ...named, stack: 'acme/meshwork/prod' }]]);
  });

  it('leaves out objects that their provider takes over on its own', () => {
    const providers = [provider('east', { upsertExistingObjects: 'true' })];
    const { foreign, lost } = found({ created: [a], live: { [EAST_A]: { annotations: {} } }, providers });
    assert.deepEqual([lost, foreign], [[], []]);
  });

  it('takes no notice of what the state says of providers, which recovery itself had adopt', () => {
    const state = [provider('east', { upsertExistingObjects: 'true' })];
    const object = configMap('east', 'a');
    const { foreign } = findingsOf({
      deployment: { resources: state, pending: [] },
      planned: { all: [provider('east'), object], created: [object], failure: undefined },
      live: new Map([[EAST_A, { annotations: {}, ending: false }]]),
      reach: reachWithout([]),
    });
    assert.deepEqual(foreign, [{ ...named, stack: undefined }]);
  });

  it('is an object that is being deleted, which the plan makes again or the state still has', () => {
    assert.deepEqual(found({ created: [a], live: { [EAST_A]: { ending: true } } }).ending, [named]);
    assert.deepEqual(found({ state: [a], live: { [EAST_A]: { ending: true } } }).ending, [named]);
  });

  it('is state of an object that is gone, or whose update had begun', () => {
    assert.deepEqual(found({ state: [a] }).outdated, [named]);
    assert.deepEqual(found({ state: [a], pending: [['updating', a]], live: { [EAST_A]: {} } }).outdated, [named]);
  });

  it('says nothing of a cluster that does not answer', () => {
    const b = configMap('west', 'b');
    const { lost, outdated } = found({ state: [a, b], live: { [EAST_A]: {} }, away: ['west'] });
    assert.deepEqual([lost, outdated], [[], []]);
  });

  it('takes over what answers, and names what had begun in a cluster that does not', () => {
    const [b, c] = [configMap('west', 'b'), configMap('west', 'c')];
    const { abandoned, lost, unseen } = found({
      created: [a],
      pending: [
        ['creating', a],
        ['creating', b],
        ['deleting', c],
      ],
      live: { [EAST_A]: {}, 'west/ConfigMap/istio-system/b': {} },
      away: ['west'],
    });
    assert.deepEqual([lost, abandoned], [[named], []]);
    assert.deepEqual(unseen, [
      { type: 'creating', urn: b.urn, cluster: 'west' },
      { type: 'deleting', urn: c.urn, cluster: 'west' },
    ]);
  });

  it('is an object that the plan no longer names, unless the preview ended early', () => {
    const begun: Situation = { pending: [['creating', a]], live: { [EAST_A]: {} } };
    assert.deepEqual(found(begun).abandoned, [named]);
    assert.deepEqual(found({ ...begun, failure: 'cluster away' }).abandoned, []);
  });

  it('is a command on a machine that may have been undone', () => {
    const type = 'command:remote:Command';
    const command: StateResource = { urn: urn(type, 'db-1-sidecar'), type };
    assert.deepEqual(found({ state: [command], pending: [['deleting', command]] }).undone, [command.urn]);
    assert.deepEqual(found({ state: [command], pending: [['updating', command]] }).undone, []);
  });
});

describe('what is made together with an object that is taken over', () => {
  it('are its parents, provider and dependencies that the state lacks, and nothing else', () => {
    const type = 'meshwork:cluster:Cluster';
    const parent: StateResource = { urn: urn(type, 'east'), type };
    const dependency = configMap('east', 'b');
    const object = { ...a, parent: parent.urn, dependencies: [dependency.urn, urn(type, 'known')] };
    const created = [parent, provider('east'), dependency, object, configMap('east', 'other')];
    const planned: PlannedResources = { all: created, created, failure: undefined };
    assert.deepEqual(
      madeWith([object.urn], planned).sort(),
      [dependency.urn, parent.urn, provider('east').urn, object.urn].sort(),
    );
  });
});
