import { strict as assert } from 'node:assert';
import type { Call } from '../../../../../cli/answers/netexec';
import { judgePlaintext } from '../../../../../cli/checks/plaintext/plaintext';
import { mesh } from '../../subjects';

const answer: Call = { kind: 'answer', source: undefined, destination: undefined };
const error = (message: string): Call => ({ kind: 'error', message });
const judged = (mtls: 'strict' | 'permissive', call: Call) => {
  const { ok, outcome } = judgePlaintext(mesh({ mtls }), 'east', call);
  return [ok, outcome];
};

describe('verify: plaintext', () => {
  it('must be refused where mTLS is strict', () => {
    assert.deepEqual(judged('strict', error('read tcp 10.0.0.1->10.0.0.2: read: connection reset by peer')), [
      true,
      'refused',
    ]);
    assert.deepEqual(judged('strict', error('Get "http://10.0.0.2:8080/header": EOF')), [true, 'refused']);
    assert.deepEqual(judged('strict', answer), [false, 'allowed against config']);
  });

  it('may pass where mTLS is permissive, and a refusal is an error there', () => {
    assert.deepEqual(judged('permissive', answer), [true, 'allowed by config']);
    assert.deepEqual(judged('permissive', error('EOF')), [false, 'refused']);
  });

  it('is not refused by a server that nobody reached', () => {
    assert.deepEqual(judged('strict', error('dial tcp 10.0.0.2:8080: connect: connection refused')), [
      false,
      'unclear',
    ]);
    assert.deepEqual(judged('strict', error('dial tcp 10.0.0.2:8080: i/o timeout')), [false, 'unclear']);
  });
});
