import { strict as assert } from 'node:assert';
import { withMachine } from '../unit/model/specimen';
import { deployReading, type MockDeployment, readWithKubeconfigs } from './deployment';
import { stateOf } from './state-of';

type Raw = ReturnType<typeof multiPrimary>;

/** Two primaries in two networks, and a cluster in no mesh that uses a service of both. */
function multiPrimary() {
  return {
    istio: { version: '1.31.1' },
    meshes: { blue: { trustDomain: 'blue.example', dns: 'stubs' } },
    networks: { 'net-east': {}, 'net-west': {} },
    clusters: {
      east: { mesh: 'blue', network: 'net-east', role: 'primary' },
      west: { mesh: 'blue', network: 'net-west', role: 'primary' },
      plain: { network: 'net-east', role: 'standalone' },
    } as Record<string, Record<string, unknown>>,
    services: { orders: service(['east', 'west'], ['plain']) } as Record<string, unknown>,
    ingressGateways: { front: { cluster: 'west', routes: {} } } as Record<string, unknown>,
  };
}

function service(clusters: string[], from: string[]) {
  const reach = { by: { loadBalancer: {} }, from };
  return { namespace: 'shop', clusters, ports: { http: { port: 80 } }, selector: { app: 'orders' }, reach };
}

function withState(raw: Raw, state: string, names = ['west']): Raw {
  const clusters = Object.entries(raw.clusters).map(([name, one]) => [
    name,
    names.includes(name) ? { ...one, state } : one,
  ]);
  return { ...raw, clusters: Object.fromEntries(clusters) as Raw['clusters'] };
}

/** Resources by their places, those in a cluster or not. */
function places(deployment: MockDeployment, which: (provider: string) => boolean): string[] {
  return deployment.registrations
    .filter(({ provider }) => provider !== undefined && which(provider))
    .map(({ place }) => `${place.types}::${place.name}`)
    .sort();
}

/** Fails unless an offline deployment has west's resources where the active one has them, and no others in it. */
function assertSameInWest(offline: MockDeployment, active: MockDeployment): void {
  const before = places(active, ofWest);
  // A chart that the plugin does not render names no provider.
  const now = new Set(offline.registrations.map(({ place }) => `${place.types}::${place.name}`));
  assert.deepEqual(
    before.filter((place) => !now.has(place)),
    [],
  );
  assert.deepEqual(
    places(offline, ofWest).filter((place) => !before.includes(place)),
    [],
  );
}

const ofWest = (provider: string) => provider.startsWith('west-');

describe('a cluster that is offline', () => {
  let active: MockDeployment;
  let offline: MockDeployment;

  before(async () => {
    active = await deployReading(readWithKubeconfigs(multiPrimary()));
    const reading = readWithKubeconfigs(withState(multiPrimary(), 'offline'));
    offline = await deployReading(reading, {}, new Map(), stateOf(active));
  });

  it('keeps every resource in its place, and takes no input from the config', () => {
    assertSameInWest(offline, active);
    for (const { inputs, name, provider } of offline.registrations)
      if (provider !== undefined && ofWest(provider)) assert.deepEqual(inputs, {}, name);
  });

  it('has all of them ignored and left alone by the engine', () => {
    const kept = offline.kept.filter(({ provider }) => ofWest(provider.split('::').at(-2) ?? ''));
    assert.ok(kept.length > 7);
    for (const one of kept) assert.deepEqual([one.ignoreChanges, one.retainOnDelete], [['*'], true], one.name);
  });

  it('has providers that lead nowhere', () => {
    const providers = offline.registrations.filter(({ name }) => name.startsWith('west-provider'));
    assert.equal(providers.length, 2);
    for (const { inputs } of providers) {
      assert.match(JSON.stringify(inputs['kubeconfig']), /127\.0\.0\.1:1\b/);
      assert.equal(String(inputs['skipUpdateUnreachable']), 'true');
      assert.equal(inputs['clusterIdentifier'], 'west');
    }
  });

  it('changes nothing in other clusters, and of their trust', () => {
    const others = ({ registrations }: MockDeployment) =>
      registrations
        .filter(({ provider, type }) => provider !== undefined && !ofWest(provider) && !type.includes('Provider'))
        .map(({ inputs, place }) => ({ inputs, place }))
        .sort((one, other) => (one.place.name < other.place.name ? -1 : 1));
    assert.deepEqual(others(offline), others(active));
  });

  it('is told as it was, and as offline', () => {
    const { west } = offline.outputs.clusters;
    assert.deepEqual(west, { ...active.outputs.clusters['west'], state: 'offline' });
    assert.deepEqual(offline.outputs.ingressGateways, active.outputs.ingressGateways);
    assert.deepEqual(offline.outputs.services, active.outputs.services);
  });

  it('keeps what the config took out or added meanwhile as it was', async () => {
    const raw = withState(multiPrimary(), 'offline');
    raw.services = { carts: service(['east'], ['plain']) };
    raw.ingressGateways = {};
    const deployment = await deployReading(readWithKubeconfigs(raw), {}, new Map(), stateOf(active));
    assertSameInWest(deployment, active);
    assert.ok(places(deployment, (provider) => provider === 'plain-provider').some((place) => place.includes('carts')));
  });

  it('holds no service back that other clusters get', async () => {
    const raw = withState(multiPrimary(), 'offline');
    raw.services['stock'] = { ...service(['west'], ['plain']), clusters: ['west', 'east'] };
    const deployment = await deployReading(readWithKubeconfigs(raw), {}, new Map(), stateOf(active));
    const added = places(deployment, () => true).filter((place) => place.includes('::stock'));
    assert.deepEqual(added.map((place) => place.split('::')[1]).sort(), [
      'stock-for.plain-endpoints.east',
      'stock-for.plain-service',
      'stock-in.east-service',
    ]);
  });
});

describe('a cluster that is retired', () => {
  it('has nothing left but its providers, which forget what they do not reach', async () => {
    const active = await deployReading(readWithKubeconfigs(multiPrimary()));
    const reading = readWithKubeconfigs(withState(multiPrimary(), 'retired'));
    const retired = await deployReading(reading, {}, new Map(), stateOf(active));
    assert.deepEqual(places(retired, ofWest), []);
    const named = retired.registrations.filter(({ name }) => name.includes('west')).map(({ name }) => name);
    assert.deepEqual(named.sort(), ['west', 'west-provider', 'west-provider-for-crds']);
    for (const { inputs, name } of retired.registrations)
      if (name.startsWith('west-provider')) {
        assert.match(JSON.stringify(inputs['kubeconfig']), /127\.0\.0\.1:1\b/);
        assert.equal(String(inputs['deleteUnreachable']), 'true');
      }
    assert.deepEqual(Object.keys(retired.outputs.clusters), ['east']);
    assert.deepEqual(Object.keys(retired.outputs.services['orders']?.addresses ?? {}), ['east']);
  });

  it('has nothing at all where nothing of it was made', async () => {
    const reading = readWithKubeconfigs(withState(multiPrimary(), 'retired'));
    const { registrations } = await deployReading(reading);
    assert.deepEqual(
      registrations.filter(({ name }) => name.includes('west')),
      [],
    );
  });
});

describe('a cluster that is away in a stack of CRDs', () => {
  const crdsOnly = () => ({ ...multiPrimary(), istio: { version: '1.31.1', crds: 'only' } });

  for (const [state, flag] of [
    ['offline', 'skipUpdateUnreachable'],
    ['retired', 'deleteUnreachable'],
  ] as const)
    it(`is not asked, and its CRDs stay: ${state}`, async () => {
      const active = await deployReading(readWithKubeconfigs(crdsOnly()));
      const reading = readWithKubeconfigs(withState(crdsOnly(), state));
      const away = await deployReading(reading, {}, new Map(), stateOf(active));
      if (state === 'offline') assertSameInWest(away, active);
      else assert.deepEqual(places(away, ofWest), []);
      const provider = away.registrations.find(({ name }) => name === 'west-provider-for-crds');
      assert.match(JSON.stringify(provider?.inputs['kubeconfig']), /127\.0\.0\.1:1\b/);
      assert.equal(String(provider?.inputs[flag]), 'true');
      const ofEast = (name: string) => name.startsWith('east-');
      assert.deepEqual(places(away, ofEast), places(active, ofEast));
    });
});

describe('a machine that is away', () => {
  const raw = () => ({ ...withMachine(), networks: { ...withMachine().networks } });
  const machine = (state: string) => {
    const base = raw();
    return { ...base, virtualMachines: { 'vm-1': { ...base.virtualMachines['vm-1'], state } } };
  };
  const ofMachine = ({ registrations }: MockDeployment) =>
    registrations
      .filter(({ name }) => name.startsWith('vm-1-machine'))
      .map(({ place }) => `${place.types}::${place.name}`)
      .sort();

  for (const state of ['offline', 'retired'])
    it(`is not dialled, and is forgotten without being dialled: ${state}`, async () => {
      const active = await deployReading(readWithKubeconfigs(raw()));
      const away = await deployReading(readWithKubeconfigs(machine(state)), {}, new Map(), stateOf(active));
      assert.deepEqual(ofMachine(away), ofMachine(active));
      const sidecar = away.kept.find(({ name }) => name === 'vm-1-machine-sidecar');
      assert.deepEqual([sidecar?.ignoreChanges, sidecar?.retainOnDelete], [['*'], true]);
      const entry = away.registrations.some(({ name }) => name === 'legacy-workload-group-entry.vm-1');
      assert.equal(entry, state === 'offline');
    });

  it('is not dialled where nothing of it was made', async () => {
    const away = await deployReading(readWithKubeconfigs(machine('offline')));
    assert.deepEqual(ofMachine(away), []);
  });
});
