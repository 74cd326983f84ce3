import { strict as assert } from 'node:assert';
import type { Report } from '../../../cli/report/report';
import { Example } from '../../../examples/example';
import type { Lab } from '../../../lab/lab';
import { removeLab, temporaryLab } from '../lab/temporary-lab';
import { Newcomer } from '../newcomer';
import { sideBySide } from '../../../lab/side-by-side';
import { describeStep, Stack } from '../stack';
import { isPage, isUnreachable } from './outcome';
import { addClient, podOf, visit, visitUntil } from './shop';
import { assertSummaryShown } from './summary-shown';

describe('no mesh (S1), made by npm run lab -- example', () => {
  let lab: Lab;
  let newcomer: Newcomer;
  let stack: Stack;

  before(async () => {
    lab = await temporaryLab();
    newcomer = new Newcomer(lab);
  });

  after(() => removeLab(lab));

  /** Changes how west reaches orders. */
  function reachOrders(reach: object): void {
    stack.change('meshwork:services', ({ orders, ...others }) => ({
      ...others,
      orders: { ...(orders as object), reach: { ...reach, from: ['west'] } },
    }));
  }

  /** A part of the Service by which east opens orders. */
  function openService(path: string): Promise<string> {
    return lab.kubectl('east', '-n', 'shop', 'get', 'service', 'orders-cross-cluster', `--output=jsonpath=${path}`);
  }

  /** The addresses of orders in the outputs. */
  async function ordersAddresses(): Promise<readonly string[] | undefined> {
    const { services } = await stack.outputs();
    return (services as Record<string, { addresses: Record<string, string[]> }>)['orders']?.addresses['east'];
  }

  async function assertAnswered(service: string): Promise<void> {
    const pod = await podOf(lab, 'east', service, '{.metadata.name}');
    assert.deepEqual(await visitUntil(lab, 'west', service, isPage(pod)), { kind: 'page', body: pod });
  }

  it('is made from nothing by one command, with its workloads; it ends with commands that work', async () => {
    const output = await newcomer.succeed('npm run lab -- example s1-no-mesh');
    assert.match(output, /✓ west → catalog\.shop\.svc\.cluster\.local:80, by an Ingress: answered \(NOW: /);
    assert.match(output, /✓ west → orders\.shop\.svc\.cluster\.local:80, by a load balancer: answered \(NOW: /);
    assertSummaryShown('examples/s1-no-mesh/README.md', output);
    const hints = [...output.matchAll(/^ {2}(npm run lab -- exec -- .*?)(?: {2,}.*)?$/gm)].map(([, hint = '']) => hint);
    assert.equal(hints.length, 4, output);
    await sideBySide(...hints.map((hint) => newcomer.succeed(hint)));
  });

  it('then passes verify, and has nothing to do and no drift', async () => {
    stack = await Stack.create(lab, Example.find('s1-no-mesh')?.configFile);
    const clients = Promise.all([addClient(lab, 'east'), addClient(lab, 'west')]);
    const [{ meshes, services }] = await sideBySide(stack.verified(), stack.unchanged(), clients);
    assert.deepEqual(meshes, []);
    assert.deepEqual(
      services.map(({ by, consumer, outcome, service }) => `${consumer} → ${service} by ${by}: ${outcome}`),
      ['west → catalog by ingress: answered', 'west → orders by loadBalancer: answered'],
    );
  });

  for (const [service, way] of [
    ['orders', 'a load balancer'],
    ['catalog', 'an Ingress'],
  ] as const) {
    for (const host of [service, `${service}.shop`, `${service}.shop.svc.cluster.local`]) {
      it(`brings ${host} to the other cluster by ${way}`, async () => {
        const pod = await podOf(lab, 'east', service, '{.metadata.name}');
        assert.deepEqual(await visitUntil(lab, 'west', host, isPage(pod)), { kind: 'page', body: pod });
      });
    }
  }

  it('shares neither pod addresses nor cluster addresses', async () => {
    const clusterAddress = (cluster: string, namespace: string, service: string) =>
      lab.kubectl(cluster, '-n', namespace, 'get', 'service', service, '--output=jsonpath={.spec.clusterIP}');
    for (const [from, address, port] of [
      ['west', await podOf(lab, 'east', 'orders', '{.status.podIP}'), 8080],
      ['west', await clusterAddress('east', 'shop', 'orders-cross-cluster'), 80],
      ['east', await podOf(lab, 'west', 'client', '{.status.podIP}'), 8080],
      ['east', await clusterAddress('west', 'shop', 'orders'), 80],
    ] as const) {
      const outcome = await visit(lab, from, address, port);
      assert.ok(isUnreachable(outcome), `${from} to ${address}: ${JSON.stringify(outcome)}`);
    }
  });

  it('replaces the Service whose load balancer is to be public, and has its new address everywhere', async () => {
    const uid = await openService('{.metadata.uid}');
    reachOrders({ by: { loadBalancer: { internal: false } } });
    const replaced = (await stack.preview()).filter(({ op }) => op === 'replace').map(describeStep);
    assert.deepEqual(replaced, ['kubernetes:core/v1:Service orders-in.east-service east-provider']);
    await stack.succeed('up', '--yes', '--skip-preview');
    assert.notEqual(await openService('{.metadata.uid}'), uid);
    const address = await openService('{.status.loadBalancer.ingress[0].ip}');
    assert.deepEqual(await ordersAddresses(), [address]);
    const slices = ['get', 'endpointslices', '--selector=kubernetes.io/service-name=orders'];
    const behind = await lab.kubectl(
      'west',
      '-n',
      'shop',
      ...slices,
      '--output=jsonpath={.items[*].endpoints[*].addresses}',
    );
    assert.deepEqual(JSON.parse(behind), [address]);
    await assertAnswered('orders');
    await stack.unchanged();
  });

  it('brings orders to the other cluster by a load balancer with a host name, and back by one with an IP address', async () => {
    reachOrders({ by: { loadBalancer: { class: 'meshwork.lab/hostname' } }, address: 'hostname' });
    await stack.succeed('up', '--yes', '--skip-preview');
    const name = await openService('{.status.loadBalancer.ingress[0].hostname}');
    assert.deepEqual(await ordersAddresses(), [name]);
    const consumed = ['get', 'service', 'orders', '--output=jsonpath={.spec.type} {.spec.externalName}'];
    assert.equal(await lab.kubectl('west', '-n', 'shop', ...consumed), `ExternalName ${name}`);
    await assertAnswered('orders');
    await sideBySide(stack.verified(), stack.unchanged());
    reachOrders({ by: { loadBalancer: {} } });
    await stack.succeed('up', '--yes', '--skip-preview');
    await assertAnswered('orders');
    await stack.unchanged();
  });

  it('does not pass verify while nothing stands behind the services', async () => {
    await lab.kubectl('east', '-n', 'shop', 'scale', 'deployment/catalog', 'deployment/orders', '--replicas=0');
    const gone = ['--for=delete', 'pods', '--selector=app in (catalog, orders)', '--timeout=300s'];
    await lab.kubectl('east', '-n', 'shop', 'wait', ...gone);
    // A proxy may take a second to learn that pods are gone; only they could answer.
    const { code, stdout } = await stack.verify('--timeout', '600', '--answer-timeout', '10');
    assert.equal(code, 1);
    const { services } = JSON.parse(stdout) as Report;
    assert.deepEqual(
      services.map(({ detail, outcome, service }) => [service, outcome, detail]),
      [
        ['catalog', 'silent', 'a proxy before it answered: no healthy upstream'],
        ['orders', 'silent', services[1]?.detail],
      ],
    );
    assert.match(services[1]?.detail ?? '', /connection refused/);
  });

  it('is destroyed without remains', async () => {
    await stack.succeed('destroy', '--yes', '--skip-preview');
    for (const cluster of ['east', 'west']) {
      const left = await lab.kubectl(cluster, '-n', 'shop', 'get', 'services,ingresses,endpointslices', '-o', 'name');
      assert.equal(left, '', cluster);
    }
  });
});
