import { strict as assert } from 'node:assert';
import { parse } from '../../../../model/problems/parse';
import { primaryRemote } from '../specimen';

/** Paths of the problems when this is what others dial. */
function problemsWith(address: string | readonly string[]): string[] {
  const networks = { ...primaryRemote().networks, 'net-east': { gateway: { static: { address } } } };
  return parse({ ...primaryRemote(), networks }).problems.map(({ path }) => path);
}

describe('an address that others dial', () => {
  for (const address of [
    '192.0.2.1',
    '10.0.0.1',
    '2001:db8::1',
    'fd00::1',
    'gateway.example',
    ['192.0.2.1', 'gateway.example'],
  ])
    it(`may be ${JSON.stringify(address)}`, () => assert.deepEqual(problemsWith(address), []));

  for (const address of [
    ...['127.0.0.1', '0.0.0.0', '169.254.1.1', '224.0.0.1', '::1', '::', 'fe80::1', 'ff02::1', '::ffff:127.0.0.1'],
    ...['192.0.2', 'gateway', 'gateway.example.'],
    ...[[], ['192.0.2.1', '192.0.2.1'], ['192.0.2.1', '127.0.0.1']],
  ])
    it(`may not be ${JSON.stringify(address)}`, () =>
      assert.deepEqual(problemsWith(address), ['meshwork:networks.net-east.gateway.static.address']));
});
