import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Report } from '../../../cli/report/report';
import type { Lab } from '../../../lab/lab';
import { RequestLoop } from '../examples/request-loop';
import { killApiServer } from '../kill-api-server';
import { objectsNaming } from '../objects-naming';
import { Stack } from '../stack';

/** Tests of a cluster whose API server dies: of its absence, its return, and its end. It leaves its objects in that cluster. */
export function showsLostCluster(lab: () => Lab): void {
  let stack: Stack;
  let loop: RequestLoop | undefined;

  after(() => loop?.stop());

  before(async () => {
    stack = await Stack.create(lab(), join(__dirname, 'lost-cluster.yaml'));
    await stack.succeed('up', '--yes', '--skip-preview');
    loop = await RequestLoop.start(lab(), 'east', 'east');
    assert.ok((await objectsNaming(lab(), 'east', '"istio-remote-secret-west"')).length > 0);
    await killApiServer(lab(), 'west');
  });

  it('is found before an update changes anything, and a preview shows the others without it', async () => {
    const { code, stderr, stdout } = await stack.pulumi('up', '--yes', '--skip-preview');
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /clusters\.west\n\s+found: +a cluster that does not answer: connect ECONNREFUSED/);
    assert.match(stdout + stderr, /set meshwork:clusters\.west\.state to "offline"/);
    const preview = await stack.succeed('preview');
    assert.match(preview, /Cluster west does not answer: connect ECONNREFUSED/);
    // The two providers of west, which lead nowhere meanwhile.
    assert.match(preview, /~ 2 to update\n/);
  });

  it('stays as it is while it is offline, and others are changed', async () => {
    stack.setClusterState('west', 'offline');
    stack.change('meshwork:networks', (networks) => ({ ...networks, 'net-east': annotated() }));
    await stack.succeed('up', '--yes', '--skip-preview');
    const gateway = ['-n', 'istio-system', 'get', 'service', 'istio-eastwestgateway', '-o', 'yaml'];
    assert.match(await lab().kubectl('east', ...gateway), /example\.com\/team: blue/);
    await stack.unchanged();
  });

  it('is not asked by verify while it is offline, which says so and passes for the others', async () => {
    const { code, stderr, stdout } = await stack.verify('--timeout', '600');
    assert.equal(code, 0, `${stderr}${stdout}`);
    const { offline, pairs } = JSON.parse(stdout) as Report;
    assert.deepEqual(offline, [{ kind: 'cluster', name: 'west' }]);
    assert.deepEqual(
      pairs.map(({ destination, source }) => `${source} → ${destination}`),
      ['east → east'],
    );
    assert.match(stderr, /cluster west is offline: not asked/);
  });

  it('is taken up again when it is back', async () => {
    await lab().up();
    stack.setClusterState('west', 'active');
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.unchanged();
  });

  it('leaves nothing in the others when it is retired, and the state forgets it', async () => {
    await killApiServer(lab(), 'west');
    stack.setClusterState('west', 'offline');
    await stack.succeed('up', '--yes', '--skip-preview');
    stack.setClusterState('west', 'retired');
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.succeed('preview', '--expect-no-changes');
    assert.deepEqual(await objectsNaming(lab(), 'east', 'west'), []);
    assert.doesNotMatch(await stack.state(), /::west-(?!provider)/);
  });

  it('cost no request between pods of the other cluster', async () => {
    assert.ok(loop);
    const { answers, errors, requests } = await loop.stop();
    assert.deepEqual(errors, []);
    assert.equal(answers, requests);
    console.log(`      ${requests} requests`);
  });

  it('does not keep the stack from being destroyed', async () => {
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await lab().up();
    assert.match(await lab().kubectl('west', 'get', 'namespaces', '-o', 'name'), /istio-system/);
  });
}

function annotated() {
  return { gateway: { loadBalancer: { annotations: { 'example.com/team': 'blue' } } } };
}
