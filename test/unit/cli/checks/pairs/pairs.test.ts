import { strict as assert } from 'node:assert';
import { type Answer, median, pairsFrom } from '../../../../../cli/checks/pairs/pairs';
import type { Routes } from '../../../../../cli/checks/pairs/route';
import { cluster, identity, mesh } from '../../subjects';

const east = cluster('east', 'v1');

function answer(version: string, over: Partial<Answer> = {}): Answer {
  return { milliseconds: 2, source: identity('client-east'), destination: identity(`server-${version}`), ...over };
}

const routes: Routes = {
  to: new Map([
    ['east', { route: { kind: 'direct', addresses: ['10.10.0.5:8080'], requests: 3 }, problems: [] }],
    ['west', { route: { kind: 'gateway', addresses: ['10.2.0.200:15443'], requests: 3 }, problems: [] }],
  ]),
};

function judged(answers: readonly Answer[], way: Routes | undefined = routes) {
  return pairsFrom(east, mesh().places, { answers, failures: 1, lastError: 'no healthy upstream' }, way);
}

describe('verify: pairs', () => {
  it('are well when each server answered under the right identities', () => {
    const [toEast, toWest] = judged([
      answer('v1', { milliseconds: 1 }),
      answer('v2'),
      answer('v1', { milliseconds: 3 }),
    ]);
    assert.deepEqual(toEast, {
      mesh: 'blue',
      source: 'east',
      destination: 'east',
      version: 'v1',
      ok: true,
      answers: 2,
      latencyMs: 2,
      sourceIdentity: identity('client-east'),
      destinationIdentity: identity('server-v1'),
      route: { kind: 'direct', addresses: ['10.10.0.5:8080'], requests: 3 },
      problems: [],
    });
    assert.equal(toWest?.ok, true);
    assert.equal(toWest.route?.kind, 'gateway');
  });

  it('fail alone where one server stays silent, with the last error', () => {
    const [toEast, toWest] = judged([answer('v1')]);
    assert.equal(toEast?.ok, true);
    assert.equal(toWest?.ok, false);
    assert.equal(toWest.latencyMs, null);
    assert.match(toWest.problems.join(), /server v2 of cluster west never answered .*no healthy upstream/);
  });

  it('fail when the caller was seen as somebody else, even once', () => {
    const [toEast, toWest] = judged([answer('v1'), answer('v1', { source: identity('default') }), answer('v2')]);
    assert.equal(toEast?.ok, false);
    assert.match(toEast.problems.join(), /saw the caller as .*\/sa\/default, not .*\/sa\/client-east/);
    assert.equal(toWest?.ok, true);
  });

  it('fail when the server is of another trust domain', () => {
    const [toEast] = judged([answer('v1', { destination: identity('server-v1', 'cluster.local') }), answer('v2')]);
    assert.equal(toEast?.ok, false);
    assert.match(toEast.problems.join(), /the server is spiffe:\/\/cluster\.local/);
  });

  it('all fail when an answer came without mTLS', () => {
    const results = judged([answer('v1'), answer('v2'), answer('v1', { source: undefined, destination: undefined })]);
    assert.deepEqual(
      results.map(({ ok }) => ok),
      [false, false],
    );
    assert.match(results[1]?.problems.join() ?? '', /without mTLS/);
  });

  it('fail when the way was wrong, although every call was answered', () => {
    const wrongWay: Routes = {
      to: new Map([...routes.to, ['west', { route: undefined, problems: ['it went past the gateway'] }]]),
    };
    const [toEast, toWest] = judged([answer('v1'), answer('v2')], wrongWay);
    assert.equal(toEast?.ok, true);
    assert.deepEqual(toWest?.problems, ['it went past the gateway']);
  });

  it('fail when the way is not known', () => {
    const results = pairsFrom(
      east,
      mesh().places,
      { answers: [answer('v1'), answer('v2')], failures: 0, lastError: undefined },
      undefined,
    );
    assert.ok(results.every(({ ok }) => !ok));
  });

  it('fail when no call was made', () => {
    const results = pairsFrom(east, mesh().places, undefined, undefined);
    assert.deepEqual(
      results.map(({ ok, problems }) => [ok, problems]),
      [
        [false, ['no call was made']],
        [false, ['no call was made']],
      ],
    );
  });
});

describe('verify: median', () => {
  it('is the middle, or the mean of the two middle values', () => {
    assert.equal(median([9, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 9]), 3);
    assert.equal(median([]), null);
  });
});
