import { strict as assert } from 'node:assert';
import type { Report } from '../../../cli/report/report';
import type { Stack } from '../stack';

/** The token by which a primary reads its remote is exchanged while the system is up. */
export function showsTokenRotation(stack: () => Stack): void {
  it('rotates a reader token: the new one is in place before the old one goes, and the mesh stays synced', async () => {
    stack().change('meshwork:clusters', ({ east, west }) => ({
      east,
      west: { ...(west as object), readerToken: { generation: 2 } },
    }));
    const steps = (await stack().preview())
      .filter(({ op }) => op !== 'same')
      .map((step) => `${step.op} ${step.urn.split('::').at(-1) ?? ''}`);
    assert.deepEqual(steps.sort(), [
      'create west-reader-token-2',
      'delete west-reader-token-1',
      'update east-remote-secret.west-secret',
    ]);
    await stack().succeed('up', '--yes', '--skip-preview');
    assertSynced(await stack().verified());
  });
}

/** Traffic flows between all clusters over mTLS, across networks by the gateways alone, and the one istiod reads both clusters. */
function assertSynced(report: Report): void {
  const pairs = report.pairs.map(({ source, destination, ok, route, sourceIdentity, destinationIdentity }) => [
    `${source} → ${destination}`,
    ok,
    route?.kind,
    sourceIdentity,
    destinationIdentity,
  ]);
  const identity = (account: string) => `spiffe://blue.example/ns/meshwork-verify/sa/${account}`;
  assert.deepEqual(pairs.sort(), [
    ['east → east', true, 'direct', identity('client-east'), identity('server-v1')],
    ['east → west', true, 'gateway', identity('client-east'), identity('server-v2')],
    ['west → east', true, 'gateway', identity('client-west'), identity('server-v1')],
    ['west → west', true, 'direct', identity('client-west'), identity('server-v2')],
  ]);
  assert.deepEqual(
    report.plaintext.map(({ outcome }) => outcome),
    ['refused', 'refused'],
  );
  assert.deepEqual(
    report.controlPlanes.map(({ cluster, clusters }) => [cluster, clusters.map(({ id, status }) => `${id} ${status}`)]),
    [['east', ['east synced', 'west synced']]],
  );
}
