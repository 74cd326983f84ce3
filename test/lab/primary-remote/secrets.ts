import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Lab } from '../../../lab/lab';
import type { MeshworkOutputs } from '../../../outputs/contract';
import type { Stack } from '../stack';

/** Tests of a system's outputs, and of the places of its secrets. */
export function showsSecrets(lab: () => Lab, stack: () => Stack): void {
  it('says in its outputs where the gateways are, and keeps every secret out of state and outputs', async () => {
    const outputs = (await stack().outputs()) as unknown as MeshworkOutputs;
    const service = async (cluster: string) =>
      lab().kubectl(
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
    const readerToken = await lab().kubectl(
      'west',
      '-n',
      'istio-system',
      'get',
      'secret',
      'istio-reader-service-account-token-1',
      '-o',
      'jsonpath={.data.token}',
    );
    const kubeconfig = parse(readFileSync(lab().kubeconfig, 'utf8')) as { users: { user: { token: string } }[] };
    const adminTokens = kubeconfig.users.map(({ user }) => user.token);
    assert.ok(adminTokens.length > 0 && adminTokens.every((token) => token.length > 10));
    const secrets = ['PRIVATE KEY', readerToken, Buffer.from(readerToken, 'base64').toString(), ...adminTokens];
    for (const text of [await stack().state(), JSON.stringify(outputs)]) {
      for (const secret of secrets) assert.ok(!text.includes(secret), `${secret.slice(0, 12)}… is there in plain text`);
    }
  });

  it('takes a kubeconfig from secret config, as the README sets it, in place of a context', async () => {
    const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
    const command = /^ *(kubectl config view .* meshwork:kubeconfigs\.east)$/m.exec(readme)?.[1];
    assert.ok(command);
    const reachedBy = (kubeconfig: object | undefined) =>
      stack().change('meshwork:clusters', ({ east, west }) => ({ east: { ...(east as object), kubeconfig }, west }));
    reachedBy(undefined);
    await stack().shell(command);
    assert.match(stack().config(), /kubeconfigs:\n\s+east:\n\s+secure: /);
    await stack().succeed('preview', '--expect-no-changes');
    await stack().succeed('config', 'rm', 'meshwork:kubeconfigs');
    reachedBy({ context: 'east' });
  });
}
