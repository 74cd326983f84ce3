import { strict as assert } from 'node:assert';
import {
  foundText,
  hasWork,
  leftText,
  type Recovery,
  staysBroken,
  stepsText,
} from '../../../../cli/recover/description';

const NOTHING: Recovery = {
  schemaVersion: 1,
  stack: 'dev',
  locks: [],
  silent: {},
  unserved: [],
  offline: [],
  previewFailure: null,
  found: { pending: [], unseen: [], lost: [], abandoned: [], foreign: [], ending: [], outdated: [], undone: [] },
  taken: [],
  left: [],
  releaseLock: false,
};

const urn = (name: string) => `urn:pulumi:dev::meshwork::kubernetes:core/v1:Secret::${name}`;
const CACERTS = { object: 'east/Secret/istio-system/cacerts', urn: urn('east-cacerts') };
const OTHERS = { object: 'west/Namespace/istio-system', urn: urn('west-namespace') };
const LOCK = {
  pid: 12,
  username: 'ci',
  hostname: 'runner-7',
  timestamp: '2026-11-29T12:00:00Z',
  owner: 'dead',
} as const;

describe('recover: what it says', () => {
  it('is short if there is nothing to recover', () => {
    assert.equal(foundText(NOTHING), 'Stack dev:\nNothing is left of a command that did not end.');
    assert.equal(hasWork(NOTHING), false);
    assert.equal(staysBroken(NOTHING), false);
  });

  it('is what it found, and each of its steps', () => {
    const recovery: Recovery = {
      ...NOTHING,
      locks: [LOCK],
      releaseLock: true,
      found: {
        ...NOTHING.found,
        pending: [{ type: 'creating', urn: CACERTS.urn }],
        lost: [CACERTS],
        outdated: [OTHERS],
        undone: [urn('db-1-sidecar')],
      },
    };
    assert.equal(
      foundText(recovery),
      `Stack dev:
The stack is locked by process 12 of ci@runner-7 since 2026-11-29T12:00:00Z, which has ended.
1 operation had begun and did not end:
  creating east-cacerts
1 object of this stack in clusters, unknown to the state:
  east/Secret/istio-system/cacerts
1 object of the state gone, or possibly changed:
  west/Namespace/istio-system
1 command on machines possibly undone:
  db-1-sidecar`,
    );
    assert.equal(
      stepsText(recovery),
      `Recovery will
  1. release the lock (pulumi cancel)
  2. have the next \`pulumi up\` run 1 command on machines again (pulumi state taint)
  3. read 1 object of the state anew (pulumi refresh --target)
  4. take 1 object into the state (pulumi up --target, which may adopt no other)
  5. clear the operations that had begun (pulumi stack export and import)`,
    );
    assert.equal(hasWork(recovery), true);
    assert.equal(staysBroken(recovery), false);
  });

  it('tells objects of others apart, and how to have one taken over', () => {
    const left = [
      { ...CACERTS, stack: undefined },
      { ...OTHERS, stack: 'acme/meshwork/prod' },
    ];
    const recovery: Recovery = { ...NOTHING, left, found: { ...NOTHING.found, foreign: left } };
    assert.equal(
      foundText(recovery),
      `Stack dev:
2 objects of others with the name of one that the plan wants:
  east/Secret/istio-system/cacerts (no mark)
  west/Namespace/istio-system (made by stack acme/meshwork/prod)`,
    );
    assert.equal(hasWork(recovery), false);
    assert.equal(staysBroken(recovery), true);
    assert.equal(
      leftText(recovery),
      '`pulumi up` refuses to make 2 objects, because others made them. Delete them, or have this stack take them over: recover --take east/Secret/istio-system/cacerts',
    );
  });

  it('names clusters that do not answer, and what to do once they do', () => {
    const recovery: Recovery = { ...NOTHING, silent: { west: 'connect EHOSTUNREACH' }, previewFailure: 'unreachable' };
    assert.equal(
      foundText(recovery),
      `Stack dev:
Cluster west does not answer (connect EHOSTUNREACH). Nothing of it was looked at.
The preview ended early, as it does while Istio is half made. Of the plan, recovery knows what it came to, and what had begun:
  unreachable`,
    );
    assert.equal(
      leftText(recovery),
      'Cluster west did not answer. Run this command again once it does; operations that had begun in it stay recorded until then. If it stays away, set meshwork:clusters.west.state to "offline" or "retired" (docs/how-to/lost-cluster.md).',
    );
  });

  it('clears nothing while something had begun in a cluster that is away, and says what will be forgotten', () => {
    const [begun, updated] = [OTHERS, CACERTS].map((one) => ({ type: 'creating', urn: one.urn, cluster: 'west' }));
    assert.ok(begun !== undefined && updated !== undefined);
    const unseen = [begun, { ...updated, type: 'updating' }];
    const recovery: Recovery = {
      ...NOTHING,
      silent: { west: 'away' },
      found: { ...NOTHING.found, pending: unseen, unseen },
    };
    assert.equal(hasWork(recovery), false);
    assert.equal(
      leftText(recovery).split('\n')[1],
      'Pulumi forgets in its next run that this had begun in west: updating east-cacerts. Once it answers, run `pulumi up --refresh`, which reads what became of it.',
    );
    const lost = stepsText({ ...recovery, found: { ...recovery.found, lost: [CACERTS] } });
    assert.equal(
      lost,
      'Recovery will\n  1. take 1 object into the state (pulumi up --target, which may adopt no other)',
    );
  });

  it('names clusters that were not asked for other reasons: remotes of one that does not answer, and those that are offline', () => {
    const recovery: Recovery = { ...NOTHING, unserved: ['south'], offline: ['north'] };
    assert.equal(
      foundText(recovery),
      `Stack dev:
Cluster south answers, but its primary does not. Nothing of it was looked at.
Cluster north is offline. Nothing of it was looked at.`,
    );
    assert.equal(staysBroken({ ...NOTHING, offline: ['north'] }), false);
  });

  it('says how to delete what the plan no longer names', () => {
    const recovery: Recovery = { ...NOTHING, found: { ...NOTHING.found, abandoned: [CACERTS, OTHERS] } };
    assert.equal(
      leftText(recovery),
      `The plan no longer names east/Secret/istio-system/cacerts. Delete it, if nothing needs it: kubectl --context east --namespace istio-system delete secret cacerts
The plan no longer names west/Namespace/istio-system. Delete it, if nothing needs it: kubectl --context west delete namespace istio-system`,
    );
  });
});
