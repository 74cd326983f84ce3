import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Lab } from '../../../lab/lab';
import type { MeshworkOutputs } from '../../../outputs/contract';
import { watches } from '../examples/system';
import { removeLab, temporaryLab } from '../lab/temporary-lab';
import { assertNothingOfIstio, remainsOfIstio } from '../remains';
import { describeStep, Stack } from '../stack';

describe('primary-remote over two networks (S3)', () => {
  let lab: Lab;
  let stack: Stack;

  before(async () => {
    lab = await temporaryLab();
    await lab.up();
    stack = await Stack.create(lab);
  });

  after(() => removeLab(lab));

  it('previews every object of both clusters on an empty stack', async () => {
    const steps = await stack.preview();
    assert.deepEqual(new Set(steps.map(({ op }) => op)), new Set(['create']));
    const recorded = readFileSync(join(__dirname, 'expected-preview.txt'), 'utf8').trimEnd().split('\n');
    assert.deepEqual(steps.map(describeStep).sort(), recorded);
  });

  it('refuses bad config with all problems, before anything is made and without a stack trace', async () => {
    stack.change('meshwork:clusters', ({ east, west }) => ({
      east,
      west: { ...(west as object), primary: 'eats', netwrok: 'x' },
    }));
    const { code, stdout, stderr } = await stack.pulumi('up', '--yes', '--skip-preview');
    stack.change('meshwork:clusters', ({ east }) => ({
      east,
      west: { mesh: 'blue', network: 'net-west', role: 'remote', primary: 'east', kubeconfig: { context: 'west' } },
    }));
    assert.notEqual(code, 0);
    const said = stdout + stderr;
    assert.match(said, /2 problems in the configuration. Nothing was changed./);
    assert.match(said, /meshwork:clusters\.west\.primary\n\s+found:\s+"eats"/);
    assert.match(said, /Did you mean "network"\?/);
    assert.doesNotMatch(said, /\n\s+at .*:\d+:\d+/);
    await assertNothingOfIstio(lab);
  });

  it('comes up, and then has nothing to do and no drift', async () => {
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.succeed('preview', '--expect-no-changes');
    await stack.succeed('refresh', '--preview-only', '--expect-no-changes');
  });

  it('carries traffic between all clusters over mTLS, across networks by the gateways alone', async () => {
    const report = await stack.verified();
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
      report.controlPlanes.map(({ cluster, clusters }) => [
        cluster,
        clusters.map(({ id, status }) => `${id} ${status}`),
      ]),
      [['east', ['east synced', 'west synced']]],
    );
  });

  it('says in its outputs where the gateways are, and keeps every secret out of state and outputs', async () => {
    const outputs = (await stack.outputs()) as unknown as MeshworkOutputs;
    const service = async (cluster: string) =>
      lab.kubectl(
        cluster,
        '-n',
        'istio-system',
        'get',
        'service',
        'istio-eastwestgateway',
        '-o',
        'jsonpath={.status.loadBalancer.ingress[*].ip}',
      );
    for (const cluster of ['east', 'west']) {
      assert.deepEqual(outputs.clusters[cluster]?.eastWestGateway?.addresses, [await service(cluster)]);
    }
    const readerToken = await lab.kubectl(
      'west',
      '-n',
      'istio-system',
      'get',
      'secret',
      'istio-reader-service-account-token-1',
      '-o',
      'jsonpath={.data.token}',
    );
    const kubeconfig = parse(readFileSync(lab.kubeconfig, 'utf8')) as { users: { user: { token: string } }[] };
    const adminTokens = kubeconfig.users.map(({ user }) => user.token);
    assert.ok(adminTokens.length > 0 && adminTokens.every((token) => token.length > 10));
    const secrets = ['PRIVATE KEY', readerToken, Buffer.from(readerToken, 'base64').toString(), ...adminTokens];
    for (const text of [await stack.state(), JSON.stringify(outputs)]) {
      for (const secret of secrets) assert.ok(!text.includes(secret), `${secret.slice(0, 12)}… is there in plain text`);
    }
  });

  it('takes a kubeconfig from secret config, as the README sets it, in place of a context', async () => {
    const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
    const command = /^ *(kubectl config view .* meshwork:kubeconfigs\.east)$/m.exec(readme)?.[1];
    assert.ok(command);
    const reachedBy = (kubeconfig: object | undefined) =>
      stack.change('meshwork:clusters', ({ east, west }) => ({ east: { ...(east as object), kubeconfig }, west }));
    reachedBy(undefined);
    await stack.shell(command);
    assert.match(stack.config(), /kubeconfigs:\n\s+east:\n\s+secure: /);
    await stack.succeed('preview', '--expect-no-changes');
    await stack.succeed('config', 'rm', 'meshwork:kubeconfigs');
    reachedBy({ context: 'east' });
  });

  it('rotates a reader token: the new one is in place before the old one goes, and the mesh stays synced', async () => {
    stack.change('meshwork:clusters', ({ east, west }) => ({
      east,
      west: { ...(west as object), readerToken: { generation: 2 } },
    }));
    const steps = (await stack.preview())
      .filter(({ op }) => op !== 'same')
      .map((step) => `${step.op} ${step.urn.split('::').at(-1) ?? ''}`);
    assert.deepEqual(steps.sort(), [
      'create west-reader-token-2',
      'delete west-reader-token-1',
      'update east-remote-secret.west-secret',
    ]);
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.verified();
  });

  it('makes a primary of its remote: what both have stays', async () => {
    const gateway = await gatewayPod();
    stack.change('meshwork:clusters', ({ east, west }) => {
      const { primary, ...others } = west as { primary: string };
      assert.equal(primary, 'east');
      return { east, west: { ...others, role: 'primary' } };
    });
    assert.deepEqual(await replacements(), []);
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.succeed('preview', '--expect-no-changes');
    assert.deepEqual(watches(await stack.verified()), ['east: east, west', 'west: east, west']);
    assert.equal(await gatewayPod(), gateway);
  });

  it('makes a remote of it again: the Service of its istiod alone is made anew, and nobody is sent to the istiod that was', async () => {
    const gateway = await gatewayPod();
    stack.change('meshwork:clusters', ({ east, west }) => ({
      east,
      west: { ...(west as object), role: 'remote', primary: 'east' },
    }));
    assert.deepEqual(new Set(await replacements()), new Set(['west-control-plane-default-service']));
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.succeed('preview', '--expect-no-changes');
    assert.deepEqual(watches(await stack.verified()), ['east: east, west']);
    assert.equal(await gatewayPod(), gateway);
    const behindIstiod = ['endpointslices', '--selector=kubernetes.io/service-name=istiod', '--output=name'];
    const slices = await lab.kubectl('west', '-n', 'istio-system', 'get', ...behindIstiod);
    assert.equal(slices.trim(), 'endpointslice.discovery.k8s.io/istiod');
  });

  it('is destroyed without remains, comes up again, and is destroyed again', async () => {
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await assertNothingOfIstio(lab);
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await assertNothingOfIstio(lab);
  });

  it('with `crds: keep` leaves the CRDs alone when it goes, and adopts them when it comes back', async () => {
    stack.change('meshwork:istio', (istio) => ({ ...istio, crds: 'keep' }));
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.succeed('destroy', '--yes', '--skip-preview');
    const kept = await remainsOfIstio(lab, 'east');
    assert.ok(kept.length > 10);
    assert.ok(kept.every((name) => name.startsWith('customresourcedefinition.')));
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.succeed('preview', '--expect-no-changes');
    await stack.succeed('destroy', '--yes', '--skip-preview');
  });

  it('with `crds: delete` refuses CRDs that something else made, and leaves them', async () => {
    stack.change('meshwork:istio', (istio) => ({ ...istio, crds: 'delete' }));
    const before = await remainsOfIstio(lab, 'east');
    const { code, stdout, stderr } = await stack.pulumi('up', '--yes', '--skip-preview');
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /already exists/);
    await stack.succeed('destroy', '--yes', '--skip-preview');
    assert.deepEqual(await remainsOfIstio(lab, 'east'), before);
  });

  /** Names of what a preview would replace. */
  async function replacements(): Promise<string[]> {
    const steps = await stack.preview();
    return steps.filter(({ op }) => op === 'replace').map(({ urn }) => urn.split('::').at(-1) ?? '');
  }

  /** The pod of the east-west gateway in west: another one would have cut connections off. */
  function gatewayPod(): Promise<string> {
    const pod = ['pods', '--selector=app=istio-eastwestgateway', '--output=jsonpath={.items[*].metadata.uid}'];
    return lab.kubectl('west', '-n', 'istio-system', 'get', ...pod);
  }
});
