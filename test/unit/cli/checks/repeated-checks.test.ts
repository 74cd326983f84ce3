import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { istiodsCheck } from '../../../../cli/checks/istiods/watched-clusters';
import { SECRETS_PATH } from '../../../../cli/answers/envoy';
import type { ClusterClient } from '../../../../cli/kubernetes/cluster-client';
import { PORTS, serverHost } from '../../../../cli/workloads/names';
import { type ClusterPlace, podWorkloads } from '../../../../cli/workloads/cluster-place';
import { checkCertificates } from '../../../../cli/checks/certificates/certificates';
import { checkMatrix } from '../../../../cli/checks/pairs/matrix';
import { checkPlaintext } from '../../../../cli/checks/plaintext/plaintext';
import type { MeshRun, ObservedMesh } from '../../../../cli/checks/check';
import { wayKey } from '../../../../cli/checks/known-endpoints';
import { Pods } from '../pods';
import { cluster, identity, mesh, NAMESPACE } from '../subjects';

const pem = (name: string) => readFileSync(join(__dirname, '..', 'fixtures', `${name}.pem`), 'utf8');
const inline = (...names: readonly string[]) => ({
  inline_bytes: Buffer.from(names.map(pem).join('')).toString('base64'),
});
const SECRETS = JSON.stringify({
  configs: [
    { name: 'default', secret: { tls_certificate: { certificate_chain: inline('leaf', 'east') } } },
    { name: 'ROOTCA', secret: { validation_context: { trusted_ca: inline('root') } } },
  ],
});
const ENDPOINTS = JSON.stringify({
  cluster_statuses: [
    {
      name: `outbound|${PORTS.service}||${serverHost(NAMESPACE)}`,
      host_statuses: [{ address: { socket_address: { address: '10.10.0.5', port_value: PORTS.netexec } } }],
    },
  ],
});
const header = `By=${identity('server-v1')};URI=${identity('client-east')}`;
const ANSWERED = JSON.stringify({ responses: [JSON.stringify({ 'X-Forwarded-Client-Cert': [header] })] });

const only = mesh({ clusters: [cluster('east', 'v1', { watches: ['east'] })], rootCertificate: pem('root') });
const pod = (name: string) => ({ name, ip: '10.10.0.5' });
const running = { server: pod('server'), client: pod('client'), plain: pod('plain') };

/** The only cluster of a mesh. */
function place(client: ClusterClient, over: Partial<ClusterPlace['subject']> = {}): ClusterPlace {
  const [east] = only.clusters;
  const workloads = podWorkloads(client, NAMESPACE, running);
  return { name: 'east', client, workloads, subject: { ...east, ...over } } as unknown as ClusterPlace;
}

/** The mesh with that place alone. */
function runIn(east: ClusterPlace): MeshRun {
  return { mesh: only, clusters: [east], places: [east] };
}

/** The mesh while it is checked. */
function observed(east: ClusterPlace): ObservedMesh {
  return { ...runIn(east), say: () => undefined, sawEndpoints: () => undefined };
}

/** Says yes the first times that it is asked. */
function first(times: number): () => boolean {
  let left = times;
  return () => left-- > 0;
}

describe('verify: checks that a slow cluster does not answer at first', () => {
  const never = new AbortController().signal;
  let pods: Pods | undefined;
  afterEach(() => pods?.close());

  it('ask an istiod again until it is listed, can be asked, and knows what it should', async () => {
    const [unlisted, absent, behind] = [first(1), first(1), first(1)];
    const clusterz = () => JSON.stringify([{ id: 'east', syncStatus: behind() ? 'timeout' : 'synced' }]);
    pods = await Pods.serve((path) => (path === '/debug/clusterz' ? clusterz() : 'null'), first(1));
    const client = pods.client(() => {
      if (unlisted()) throw new Error('the API server is late');
      return absent() ? [] : ['istiod-1'];
    });
    const [result, ...others] = await istiodsCheck.ask(observed(place(client)), never);
    assert.deepEqual([result?.ok, result?.pod, others], [true, 'istiod-1', []]);
  });

  it('tell what was wrong with an istiod when the time is over', async () => {
    const time = new AbortController();
    const enough = first(3);
    pods = await Pods.serve(() => '');
    const client = pods.client(() => {
      if (!enough()) time.abort();
      return [];
    });
    const [result] = await istiodsCheck.ask(observed(place(client)), time.signal);
    assert.ok(result);
    assert.equal(result.ok, false);
    assert.match(result.problems.join(), /no pod with app=istiod,istio\.io\/rev=default runs/);
  });

  it('ask proxies again for their certificates, and not again once they are shown', async () => {
    let shown = 0;
    const page = (path: string) => {
      shown += path === SECRETS_PATH ? 1 : 0;
      return shown === 1 ? '{}' : SECRETS;
    };
    pods = await Pods.serve(page, first(3));
    // Its istiod is in a cluster where nobody can be asked what it signs with.
    const run = runIn(place(pods.client(), { servedBy: 'south' }));
    const [client, server] = await checkCertificates(run, never);
    assert.deepEqual(client?.problems, ['the istiod of south did not show what it signs with']);
    assert.equal(server?.identity, identity('client-east'));
    assert.equal(shown, 3);
  });

  it("ask a client's proxy again for its endpoints", async () => {
    const late = first(2);
    const page = (path: string) => (path.startsWith('/clusters') ? ENDPOINTS : ANSWERED);
    pods = await Pods.serve(page, (port) => port === PORTS.proxyAdmin && late());
    const { pairs } = await checkMatrix(runIn(place(pods.client())), never);
    assert.deepEqual(
      pairs.map(({ ok, route }) => [ok, route?.addresses]),
      [[true, ['10.10.0.5:8080']]],
    );
  });

  it('look at the endpoints once more when the time for calls is over', async () => {
    const time = new AbortController();
    const page = (path: string) => {
      if (path.startsWith('/dial')) time.abort();
      return path.startsWith('/clusters') ? ENDPOINTS : '{}';
    };
    pods = await Pods.serve(page);
    const run = runIn(place(pods.client()));
    const { endpoints, pairs } = await checkMatrix(run, time.signal);
    assert.equal(pairs[0]?.ok, false);
    assert.equal(endpoints.get(wayKey('east', serverHost(NAMESPACE)))?.length, 1);
  });

  it('call in plaintext again until the outcome is clear', async () => {
    const late = first(1);
    const refusal = () =>
      JSON.stringify({ errors: [late() ? 'connection refused' : 'read: connection reset by peer'] });
    pods = await Pods.serve(refusal, first(2));
    const run = runIn(place(pods.client()));
    const [result] = await checkPlaintext(run, never);
    assert.deepEqual([result?.ok, result?.outcome], [true, 'refused']);
  });
});
