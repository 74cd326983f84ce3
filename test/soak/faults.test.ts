import { strict as assert } from 'node:assert';
import type { Lab } from '../../lab/lab';
import { removeLab, temporaryLab } from '../lab/lab/temporary-lab';
import { type Said, Newcomer } from '../lab/newcomer';
import { Stack } from '../lab/stack';

/** A fault of `npm run lab -- fault`, and what people read of it. */
interface Told {
  readonly fault: string;
  readonly cluster: string;
  /** How long verify waits for pods and answers, in seconds. */
  readonly timeout?: number;
  readonly says: readonly RegExp[];
}

const BY_VERIFY: readonly Told[] = [
  {
    fault: 'reader-role',
    cluster: 'west',
    says: [
      /the account of remote secret istio-remote-secret-west of cluster west may not list namespaces, nodes, pods, services, endpointslices there/,
      /look at the ClusterRoleBindings of ServiceAccount istio-reader-service-account in cluster west/,
    ],
  },
  {
    fault: 'gateway-blackhole',
    cluster: 'west',
    timeout: 40,
    says: [
      /cannot connect to the east-west gateway of network net-west at 10\.202\.0\.1:15443 \(failed connections: \d+\)/,
    ],
  },
  {
    fault: 'api-server-away',
    cluster: 'west',
    says: [/cluster west: its API server https:\/\/\S+:6443 gave no answer to work with: .*ECONNREFUSED/],
  },
  {
    fault: 'api-server-silent',
    cluster: 'west',
    says: [/cluster west: its API server https:\/\/\S+:6443 gave no answer to work with: no answer within 60 s/],
  },
  {
    fault: 'injector-without-ca',
    cluster: 'east',
    timeout: 40,
    says: [
      /FailedCreate: .*failed calling webhook "namespace\.sidecar-injector\.istio\.io".*x509: certificate signed by unknown authority/,
      /Look at the caBundle in `kubectl get mutatingwebhookconfigurations -o yaml`, and the rights of istiod, which writes it/,
    ],
  },
  {
    fault: 'dns-down',
    cluster: 'west',
    timeout: 40,
    says: [
      /container istio-proxy of pod \S+ says: .*lookup istiod\.istio-system\.svc on 10\.\S+:53: .*(i\/o timeout|connection refused)/,
    ],
  },
  {
    fault: 'nodes-full',
    cluster: 'west',
    says: [/event on Pod \S+: FailedScheduling: 0\/1 nodes are available: 1 node\(s\) had untolerated taint/],
  },
  {
    fault: 'wrong-root',
    cluster: 'east',
    timeout: 40,
    says: [/the chain does not lead to the root of mesh blue \(O=blue, .*\): it ends at CN=stranger lab cluster/],
  },
  {
    fault: 'etcd-read-only',
    cluster: 'west',
    says: [/cluster west: .*etcdserver: mvcc: database space exceeded\. Look at the disk space of its etcd/],
  },
  {
    fault: 'reader-token',
    cluster: 'west',
    says: [
      /the API server of cluster west refuses the token of remote secret istio-remote-secret-west of cluster west \(401\): it was revoked or has ended; `pulumi up --refresh` makes it anew/,
    ],
  },
];

const BY_UP: readonly Told[] = [
  {
    fault: 'quota',
    cluster: 'west',
    says: [
      /The east-west gateway in cluster west is not up: the API server refuses its pods: .*exceeded quota: meshwork-lab-fault/,
      /Look at `kubectl -n istio-system describe resourcequotas`\. That has not changed for two minutes\./,
    ],
  },
  {
    fault: 'nodes-full',
    cluster: 'west',
    says: [
      /The east-west gateway in cluster west is not up: pod \S+ waits, because node west has the taint \S+.*That has not changed for two minutes\./,
    ],
  },
  {
    fault: 'image-missing',
    cluster: 'west',
    says: [
      /The east-west gateway in cluster west is not up: pod \S+ waits, because the image \S+ of container istio-proxy cannot be pulled \((ErrImagePull|ImagePullBackOff)\)\. That has not changed for two minutes\./,
    ],
  },
  {
    fault: 'webhook-dead',
    cluster: 'west',
    says: [/west-east-west-gateway-chart.*failed calling webhook "policy\.meshwork-lab-fault\.example"/s],
  },
  {
    fault: 'etcd-read-only',
    cluster: 'west',
    says: [/west-east-west-gateway-chart.*etcdserver: mvcc: database space exceeded/s],
  },
];

/** The sentences of docs/reference/faults.md. */
describe('faults and what is told of them', () => {
  let lab: Lab;
  let newcomer: Newcomer;
  let stack: Stack;

  before(async () => {
    lab = await temporaryLab();
    newcomer = new Newcomer(lab);
    await newcomer.succeed('npm run lab');
    stack = await Stack.create(lab);
  });

  after(() => removeLab(lab));

  /** Runs a command while something is broken, says how long it took, and mends what was broken. */
  async function during({ cluster, fault, says }: Told, command: () => Promise<Said>): Promise<void> {
    await newcomer.succeed(`npm run lab -- fault ${fault} ${cluster}`);
    const begun = performance.now();
    const { code, output } = await command();
    console.log(`      ${fault} ${cluster}: told after ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    await newcomer.succeed(`npm run lab -- fault ${fault} ${cluster} --undo`);
    assert.notEqual(code, 0, output);
    for (const sentence of says) assert.match(output, sentence);
  }

  for (const told of BY_VERIFY)
    it(`verify tells of ${told.fault} in ${told.cluster}`, async () => {
      const timeout = String(told.timeout ?? 30);
      await during(told, () =>
        newcomer.type(`npm run lab -- exec -- npm run verify -- --stack dev --no-wait --timeout ${timeout}`),
      );
      if (told.fault === 'reader-token') await stack.succeed('up', '--refresh', '--yes', '--skip-preview');
      await stack.verified();
    });

  for (const told of BY_UP)
    it(`up tells of ${told.fault} in ${told.cluster}, and goes on once it is mended`, async () => {
      const config = stack.config();
      // Its pods are made anew.
      stack.change('meshwork:clusters', ({ east, west }) => ({
        east,
        west: { ...(west as object), values: { gateway: { podAnnotations: { example: told.fault } } } },
      }));
      await during(told, async () => {
        const { code, stderr, stdout } = await stack.pulumi('up', '--yes', '--skip-preview');
        return { code, output: stdout + stderr };
      });
      await stack.succeed('up', '--yes', '--skip-preview');
      await stack.verified();
      stack.restore(config);
    });

  it('up tells of the CNI agent where its image is missing', async () => {
    const config = stack.config();
    // The lab brings that image only to tests that ask for it.
    stack.change('meshwork:clusters', (clusters) =>
      Object.fromEntries(Object.entries(clusters).map(([name, one]) => [name, { ...(one as object), cni: true }])),
    );
    const { code, stderr, stdout } = await stack.pulumi('up', '--yes', '--skip-preview');
    assert.notEqual(code, 0, stdout);
    assert.match(
      stdout + stderr,
      /The Istio CNI agent in cluster (east|west) is not up: pod istio-cni-node-\S+ waits, because the image \S+ of container install-cni cannot be pulled \((ErrImagePull|ImagePullBackOff)\)\. That has not changed for two minutes\./,
    );
    stack.restore(config);
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.verified();
  });

  it('up tells of load-balancer-pending in west while it waits, and ends once there is an address', async () => {
    const config = stack.config();
    stack.change('meshwork:ingressGateways', () => ({ late: { cluster: 'west' } }));
    await newcomer.succeed('npm run lab -- fault load-balancer-pending west');
    let mended: Promise<Said> | undefined;
    const { code, output } = await newcomer.type(
      `npm run lab -- exec -- pulumi up --yes --skip-preview ${stack.options}`,
      (text) => {
        if (!text.includes('had no address for half a minute')) return;
        mended ??= newcomer.type('npm run lab -- fault load-balancer-pending west --undo');
      },
    );
    assert.equal((await mended)?.code, 0, output);
    assert.equal(code, 0, output);
    assert.match(
      output,
      /The load balancer of the ingress gateway late in cluster west has had no address for half a minute\. No event of its Service says why: look at the controller that makes load balancers in this cluster .* `up` still waits\./,
    );
    stack.restore(config);
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.verified();
  });
});
