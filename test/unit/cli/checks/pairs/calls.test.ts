import { strict as assert } from 'node:assert';
import { callAll } from '../../../../../cli/checks/pairs/calls';
import { podCaller } from '../../../../../cli/workloads/pod-caller';
import { identity, NAMESPACE } from '../../subjects';

/** A client whose calls are answered as told, in turn; requests that it answers itself take no time. */
function client(answers: (call: number) => string | Error) {
  let calls = 0;
  return {
    get calls() {
      return calls;
    },
    get: (path: string) => {
      if (!path.startsWith('/dial')) return Promise.resolve({ status: 200, body: 'here', milliseconds: 1 });
      calls += 1;
      const answer = answers(calls);
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve({ status: 200, body: answer, milliseconds: 4 });
    },
  };
}

function from(server: string): string {
  const header = `By=${identity(server)};URI=${identity('client-east')}`;
  return JSON.stringify({ responses: [JSON.stringify({ 'X-Forwarded-Client-Cert': [header] })] });
}

const SERVERS = ['server-v1', 'server-v2'];

describe('verify: calls', () => {
  it('go on until every server has answered several times, and take the way to the pod off', async () => {
    const pod = client((call) => from(call % 2 === 0 ? 'server-v1' : 'server-v2'));
    const log = await callAll(podCaller(pod), NAMESPACE, SERVERS, AbortSignal.timeout(5000));
    assert.equal(log.answers.length, 14);
    assert.deepEqual([log.failures, log.lastError], [0, undefined]);
    assert.deepEqual(new Set(log.answers.map(({ milliseconds }) => milliseconds)), new Set([3]));
  });

  it('do not go on for ever when all have answered but one seldom does', async () => {
    const pod = client((call) => from(call === 1 ? 'server-v2' : 'server-v1'));
    const log = await callAll(podCaller(pod), NAMESPACE, SERVERS, AbortSignal.timeout(5000));
    assert.ok(log.answers.length > 7 && log.answers.length < 50, `${log.answers.length} answers`);
  });

  it('go on until the time is over when one stays silent, ever more slowly', async () => {
    const pod = client(() => from('server-v1'));
    const log = await callAll(podCaller(pod), NAMESPACE, SERVERS, AbortSignal.timeout(300));
    assert.ok(log.answers.every(({ destination }) => destination === identity('server-v1')));
    assert.ok(pod.calls < 15, `${pod.calls} calls`);
  });

  it('survive failures and remember the last one', async () => {
    const pod = client((call) => {
      if (call === 1) return new Error('socket hang up');
      return call === 2 ? '{"errors":["EOF"]}' : from(call % 2 === 0 ? 'server-v1' : 'server-v2');
    });
    const log = await callAll(podCaller(pod), NAMESPACE, SERVERS, AbortSignal.timeout(5000));
    assert.deepEqual([log.failures, log.lastError], [2, 'EOF']);
    assert.equal(log.answers.length, 14);
  });

  it('are none where nobody could answer', async () => {
    const pod = client(() => from('server-v1'));
    await callAll(podCaller(pod), NAMESPACE, [], AbortSignal.timeout(5000));
    assert.equal(pod.calls, 0);
  });
});
