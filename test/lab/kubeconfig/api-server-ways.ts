import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Lab } from '../../../lab/lab';
import { routes, showsConfigInLab, watches } from '../examples/system';
import { Middlemen } from '../middlemen';

const PROXY_PORT = 3128;
const FORWARDED_PORT = 7443;
const CLUSTERS = ['east', 'west'];

/**
 * Tests of a mesh whose clusters are reached in a way that the kubeconfigs say: the API server of west by a name that nobody but an HTTP proxy knows
 * (`proxy-url`), and that of east at an address which is not in its certificate (`tls-server-name`). Needs clusters east and west in two networks.
 */
export function showsApiServerWays(lab: () => Lab): void {
  let middlemen: Middlemen | undefined;
  /** The file of the kubeconfigs. */
  let kubeconfig: string;
  /** Addresses of the nodes: pods have these towards the router. */
  let nodes: Readonly<Record<string, string>>;
  /** An address of the router of the lab, which is in no certificate. */
  let router: string;

  before(async () => {
    const addresses = [...(await lab().clusters()).values()];
    nodes = Object.fromEntries(addresses.map(({ name, nodeAddress }) => [name, nodeAddress]));
    router = addresses.find(({ name }) => name === 'east')?.routerAddress ?? assert.fail();
    middlemen = await Middlemen.start(lab(), {
      proxy: { address: router, port: PROXY_PORT, names: { 'west:6443': `${nodes['west'] ?? ''}:6443` } },
      forwarder: { address: router, port: FORWARDED_PORT, to: `${nodes['east'] ?? ''}:6443` },
    });
    kubeconfig = join(await mkdtemp(join(tmpdir(), 'meshwork-kubeconfig-')), 'config');
    writeFileSync(
      kubeconfig,
      withClusters(readFileSync(lab().kubeconfig, 'utf8'), {
        east: { server: `https://${router}:${FORWARDED_PORT}`, 'tls-server-name': 'east' },
        west: { server: 'https://west:6443', 'proxy-url': `http://${router}:${PROXY_PORT}` },
      }),
      { mode: 0o600 },
    );
  });
  after(() => middlemen?.stop());

  it('has an API server whose name nobody resolves, and one whose certificate has another name than its address', async () => {
    for (const cluster of CLUSTERS) {
      const { code } = await lab().exec(['nsenter', `--net=/run/netns/${cluster}`, '--', 'getent', 'hosts', 'west']);
      assert.notEqual(code, 0, cluster);
    }
    const version = ['kubectl', '--kubeconfig', kubeconfig, '--context', 'east', 'get', '--raw', '/version'];
    await lab().run(version);
    const { stderr } = await lab().exec([...version, `--tls-server-name=${router}`]);
    assert.match(stderr, /certificate is valid for .*, not /);
  });

  showsConfigInLab(join(__dirname, 'two-primaries.yaml'), lab, {
    change: (stack) =>
      stack.change('meshwork:clusters', (clusters) =>
        Object.fromEntries(
          Object.entries(clusters).map(([name, cluster]) => [
            name,
            { ...(cluster as object), kubeconfig: { path: kubeconfig, context: name } },
          ]),
        ),
      ),
    report: (report) => {
      assert.deepEqual(routes(report), [
        'east → east: direct',
        'east → west: gateway',
        'west → east: gateway',
        'west → west: direct',
      ]);
      assert.deepEqual(watches(report), ['east: east, west', 'west: east, west']);
    },
    further: () => {
      it('has each istiod reach the other API server in that way', async () => {
        assert.ok(middlemen);
        const istiods = {
          east: await middlemen.connections(`proxy ${nodes['east'] ?? ''} west:6443`),
          west: await middlemen.connections(`forwarder ${nodes['west'] ?? ''}`),
        };
        assert.ok(istiods.east > 0 && istiods.west > 0, JSON.stringify(istiods));
        console.log(`      istiod of east: ${istiods.east} connections through the proxy; of west: ${istiods.west}`);
        for (const [cluster, other, expected] of [
          ['east', 'west', /"proxy-url":"http:/],
          ['west', 'east', /"tls-server-name":"east"/],
        ] as const) {
          const secret = ['get', 'secret', `istio-remote-secret-${other}`, `--output=jsonpath={.data.${other}}`];
          const text = Buffer.from(await lab().kubectl(cluster, '-n', 'istio-system', ...secret), 'base64').toString();
          assert.match(text, expected);
        }
      });
    },
  });
}

/** A kubeconfig with other fields in some of its clusters. */
function withClusters(text: string, fields: Readonly<Record<string, object>>): string {
  const { clusters, ...others } = parse(text) as { clusters: { name: string; cluster: object }[] };
  return stringify({
    ...others,
    clusters: clusters.map(({ cluster, name }) => ({ name, cluster: { ...cluster, ...fields[name] } })),
  });
}
