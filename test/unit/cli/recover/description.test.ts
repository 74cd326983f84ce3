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
  previewFailure: null,
  found: { pending: [], lost: [], abandoned: [], foreign: [], ending: [], outdated: [], undone: [] },
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
      'Cluster west did not answer. Run this command again once it does; operations that had begun stay recorded until then.',
    );
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
