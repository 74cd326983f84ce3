import { strict as assert } from 'node:assert';
import { eventually } from '../../../cli/eventually';
import { type Call, dialPath, peersIn, readDial } from '../../../cli/answers/netexec';
import type { Report } from '../../../cli/report/report';
import { Example } from '../../../examples/example';
import { buildIstioctl } from '../../../lab/build/artifacts';
import { StreamProgress } from '../../../lab/progress';
import { applyObjects } from '../apply';
import { sharedLab } from '../lab/shared-lab';
import { showsAuthority } from '../machines/authority';
import { fileSystem } from '../machines/file-system';
import { assertFilesOfIstioctl, type Compared } from '../machines/istioctl-files';
import { removeServer, startServer, succeed } from '../machines/machine-server';
import { showsMachineStates } from '../machines/states';
import { showsTokens } from '../machines/tokens';
import { askNetexec, netexecPod, netexecService } from '../netexec-pod';
import { showsInLab } from './system';

const NAME = 's8-virtual-machines';
const MACHINES = ['vm-1', 'vm-2'] as const;
const LONGEST_WAIT = 180_000;

const BLUE = {
  cluster: 'east',
  namespace: 'shop',
  machine: 'vm-1',
  address: '10.0.51.2',
  service: 'orders',
  trustDomain: 'blue.example',
  authority: 'blue.example',
};
const GREEN = {
  cluster: 'west',
  namespace: 'office',
  machine: 'vm-2',
  address: '10.0.52.2',
  service: 'billing',
  trustDomain: 'green.example',
  // The trust domain of its machine.
  authority: 'vms.example',
};
type Side = typeof BLUE;

/** The SPIFFE identity of an account beside the machine; of the machine itself if none is named. */
function identityOf({ authority, namespace, service, trustDomain }: Side, account?: string): string {
  return account === undefined
    ? `spiffe://${authority}/ns/${namespace}/sa/${service}`
    : `spiffe://${trustDomain}/ns/${namespace}/sa/${account}`;
}

/** The way of each pair, with the identities that its ends saw. */
function ways({ pairs }: Report): (string | null)[][] {
  return pairs.map(({ destination, destinationIdentity, route, source, sourceIdentity }) => [
    `${source} → ${destination}: ${route?.kind ?? 'none'}`,
    sourceIdentity,
    destinationIdentity,
  ]);
}

/** The ways of one mesh: only the gateway leads from the machine's network to pods, and nothing stands between pods and the machine. */
function waysOf(side: Side): string[][] {
  const { cluster, machine, trustDomain } = side;
  const probe = (account: string) => `spiffe://${trustDomain}/ns/meshwork-verify/sa/${account}`;
  const [client, server, own] = [probe(`client-${cluster}`), probe('server-v1'), identityOf(side)];
  return [
    [`${cluster} → ${cluster}: direct`, client, server],
    [`${cluster} → ${machine}: direct`, client, own],
    [`${machine} → ${cluster}: gateway`, own, server],
    [`${machine} → ${machine}: direct`, own, own],
  ];
}

describe('virtual machines (S8)', () => {
  const example = Example.find(NAME);
  const lab = sharedLab(example?.clusters() ?? [], example?.machines() ?? []);
  const untouched = new Map<string, string[]>();

  let istioctl: string;

  before(async () => {
    istioctl = await buildIstioctl({ progress: new StreamProgress() });
    for (const machine of MACHINES) untouched.set(machine, await fileSystem(lab(), machine));
  });

  showsInLab(NAME, lab, {
    report: (report) => {
      assert.deepEqual(
        report.meshes.map(({ clusters, machines, name }) => [
          name,
          ...[...clusters, ...machines].map((place) => place.name),
        ]),
        [
          ['blue', 'east', 'vm-1'],
          ['green', 'west', 'vm-2'],
        ],
      );
      assert.deepEqual(ways(report), [...waysOf(BLUE), ...waysOf(GREEN)]);
      assert.deepEqual(
        report.certificates
          .filter(({ place }) => place.startsWith('vm-'))
          .map(({ identity, signedBy }) => [identity, signedBy]),
        [
          [identityOf(BLUE), 'east'],
          [identityOf(GREEN), 'vms'],
        ],
      );
      assert.deepEqual(
        report.machineCertificates.map(({ machine, proves, status }) => [machine, proves, status]),
        [
          ['vm-1', 'istiod', 'pass'],
          ['vm-2', 'istiod', 'pass'],
          ['vm-2', 'calls', 'pass'],
        ],
      );
      assert.deepEqual(
        report.clocks.map(({ mesh, place, status }) => [mesh, place, status]),
        report.meshes.flatMap(({ clusters, machines, name }) => [
          ...[...clusters, ...machines].map((place) => [name, place.name, 'pass']),
          [name, null, 'pass'],
        ]),
      );
    },
    further: (stack) => {
      before(async () => {
        await Promise.all(MACHINES.map((machine) => startServer(lab(), machine)));
      });
      it('are called by pods and call pods, over mTLS with the identities of both ends', async () => {
        await Promise.all([BLUE, GREEN].map(open));
        for (const side of [BLUE, GREEN]) {
          const { machine, namespace } = side;
          const call = await callUntil(side, (answer) => answer.kind === 'answer');
          assert.deepEqual(call, { kind: 'answer', source: identityOf(side, 'client'), destination: identityOf(side) });
          const page = await succeed(lab(), machine, `curl --silent --max-time 30 http://stock.${namespace}/header`);
          assert.deepEqual(peersIn(page), { source: identityOf(side), destination: identityOf(side, 'stock') });
        }
      });

      it('are a problem of their own when verify cannot reach them, and verify leaves nothing on the others', async () => {
        const before = stack().config();
        stack().change('meshwork:virtualMachines', (machines) => {
          const unreachable = machines['vm-2'] as { ssh: object };
          return { ...machines, 'vm-2': { ...unreachable, ssh: { ...unreachable.ssh, port: 2 } } };
        });
        const { code, stdout } = await stack().verify('--timeout', '600');
        stack().restore(before);
        const report = JSON.parse(stdout) as Report;
        assert.equal(code, 1);
        assert.deepEqual(
          report.placeProblems.map(({ kind, place }) => `${kind} ${place}`),
          ['machine vm-2'],
        );
        assert.match(report.placeProblems[0]?.message ?? '', /cannot be reached by SSH at 10\.0\.52\.2: .*port 2/);
        assert.deepEqual(
          report.pairs.filter(({ ok }) => !ok).map(({ destination, source }) => `${source} → ${destination}`),
          ['west → vm-2', 'vm-2 → west', 'vm-2 → vm-2'],
        );
        const left = await lab().ssh(
          'vm-1',
          "systemctl list-units --all --no-legend 'meshwork-verify*'; ss -Hltn sport = :18080",
        );
        assert.deepEqual([left.code, left.stdout.trim()], [0, '']);
      });

      it('share a service with pods: requests are spread over both', async () => {
        const seen = new Set<string>();
        await eventually(
          async () => seen.add(await hostname(BLUE)),
          () => seen.has('vm-1') && [...seen].some((name) => name.startsWith('orders-')),
          AbortSignal.timeout(LONGEST_WAIT),
        );
        assert.ok(seen.has('vm-1') && seen.size > 1, [...seen].join());
      });

      it('take no plaintext, not even from a machine of another mesh', async () => {
        const { code, stderr } = await lab().ssh(
          'vm-2',
          'curl --silent --show-error --max-time 30 http://10.0.51.2:8080/',
        );
        assert.notEqual(code, 0, stderr);
      });

      showsAuthority(lab, stack);

      it('come back by themselves after a reboot, and the pods serve meanwhile', async () => {
        const boot = async () => (await lab().ssh('vm-1', 'cat /proc/sys/kernel/random/boot_id; uptime -s')).stdout;
        const earlier = await boot();
        await lab().ssh('vm-1', 'sudo systemctl reboot');
        const lost: string[] = [];
        const seen: string[] = [];
        await eventually(
          async () => {
            const answer = await hostname(BLUE);
            (answer === '' ? lost : seen).push(answer);
            const later = await boot();
            return later !== '' && later !== earlier && seen.includes('vm-1') && answer === 'vm-1';
          },
          (back) => back,
          AbortSignal.timeout(LONGEST_WAIT),
        );
        assert.equal(seen.at(-1), 'vm-1');
        assert.equal(lost.length, 0, `${lost.length} requests of ${lost.length + seen.length} were lost`);
      });

      it('have the files that istioctl makes for their groups', async () => {
        await assertFilesOfIstioctl(lab(), istioctl, comparedOf(BLUE));
        await assertFilesOfIstioctl(lab(), istioctl, comparedOf(GREEN), 'authority');
      });

      showsTokens({
        lab,
        stack,
        istioctl: () => istioctl,
        compared: comparedOf(BLUE),
        answered,
      });

      showsMachineStates({ lab, stack, side: BLUE, answered });

      it('preview a change of labels as updates of their objects and of their proxy', async () => {
        stack().change('meshwork:workloadGroups', (groups) => ({
          ...groups,
          billing: { ...(groups['billing'] as object), labels: { app: 'billing', version: 'v2' } },
        }));
        const steps = (await stack().preview()).filter(({ op }) => op !== 'same');
        assert.deepEqual(steps.map(({ op, urn }) => `${op} ${urn.split('::').at(-1) ?? ''}`).sort(), [
          'update billing-workload-group-entry.vm-2',
          'update billing-workload-group-group',
          'update billing-workload-group-service',
          'update vm-2-machine-sidecar',
        ]);
      });
    },
  });

  it('leave machines as they were', async () => {
    for (const machine of MACHINES) {
      await removeServer(lab(), machine);
      assert.deepEqual(await fileSystem(lab(), machine), untouched.get(machine));
    }
  });

  function comparedOf({ address, cluster, machine, namespace, service }: Side): Compared {
    return { cluster, namespace, group: service, machine, address };
  }

  /** Puts a client and a server with sidecars beside the service of the machine. */
  async function open({ cluster, namespace }: Side): Promise<void> {
    const labels = { 'istio-injection': 'enabled' };
    await applyObjects(lab(), cluster, [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } },
      netexecService({ name: 'stock', namespace }),
      ...(await netexecPod(lab(), { name: 'stock', namespace })),
      ...(await netexecPod(lab(), { name: 'client', namespace, asked: true })),
    ]);
    await lab().kubectl(cluster, '-n', namespace, 'wait', '--for=condition=Ready', 'pod', '--all', '--timeout=10m');
  }

  /** Waits until the machine of the first mesh answers a call of the service that it shares with pods. */
  async function answered(): Promise<void> {
    await eventually(
      () => hostname(BLUE),
      (name) => name === BLUE.machine,
      AbortSignal.timeout(LONGEST_WAIT),
    );
  }

  /** Has the client call the service until the outcome is as wanted; yields the last outcome. */
  async function callUntil({ cluster, namespace, service }: Side, wanted: (call: Call) => boolean): Promise<Call> {
    const client = { cluster, namespace, pod: 'client' };
    return eventually(
      async () => {
        const { body, status } = await askNetexec(lab(), client, dialPath(`${service}.${namespace}`, 80));
        return readDial(status, body);
      },
      wanted,
      AbortSignal.timeout(LONGEST_WAIT),
    );
  }

  /** The name of the pod or machine that answers one call of the service; empty if none does. */
  async function hostname({ cluster, namespace, service }: Side): Promise<string> {
    const query = `host=${service}.${namespace}&port=80&protocol=http&request=hostname&tries=1`;
    const { body } = await askNetexec(lab(), { cluster, namespace, pod: 'client' }, `/dial?${query}`);
    const { responses = [] } = JSON.parse(body.startsWith('{') ? body : '{}') as { responses?: string[] };
    return responses[0] ?? '';
  }
});
