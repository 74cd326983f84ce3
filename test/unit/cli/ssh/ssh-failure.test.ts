import { strict as assert } from 'node:assert';
import { sshFailure } from '../../../../cli/ssh/ssh-failure';

describe('verify: failures of ssh', () => {
  for (const [what, said, shown] of [
    [
      'another host key',
      'No ED25519 host key is known for machine and you have requested strict checking.\r\nHost key verification failed.\r\n',
      /has another host key than config says/,
    ],
    [
      'a host key of another kind',
      'Unable to negotiate with 10.0.51.2 port 22: no matching host key type found.',
      /ano/,
    ],
    ['a key that is not let in', 'admin@10.0.51.2: Permission denied (publickey).\r\n', /does not let user admin in/],
    [
      'a key that is none',
      'Load key "/tmp/mesh-a/machine.key": error in libcrypto\r\nadmin@x: denied',
      /cannot be read/,
    ],
    [
      'a port that is closed',
      'ssh: connect to host 10.0.51.2 port 22: Connection refused\r\n',
      /^ssh: connect.*refused$/,
    ],
    ['nothing', '', /without a word/],
  ] as const)
    it(`tell of ${what}`, () => assert.match(sshFailure(said), shown));
});
