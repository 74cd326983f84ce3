import { strict as assert } from 'node:assert';
import { eventually } from '../../../cli/eventually';
import { type Call, dialPath, peersIn, readDial } from '../../../cli/answers/netexec';
import { Example } from '../../../examples/example';
import { applyObjects } from '../apply';
import { sharedLab } from '../lab/shared-lab';
import { showsAuthority } from '../machines/authority';
import { fileSystem } from '../machines/file-system';
import { removeServer, startServer, succeed } from '../machines/machine-server';
import { askNetexec, netexecPod, netexecService } from '../netexec-pod';
import { showsInLab } from './system';

const NAME = 's8-virtual-machines';
const MACHINES = ['vm-1', 'vm-2'] as const;
const LONGEST_WAIT = 180_000;

const BLUE = {
  cluster: 'east',
  namespace: 'shop',
  machine: 'vm-1',
  service: 'orders',
  trustDomain: 'blue.example',
  authority: 'blue.example',
};
const GREEN = {
  cluster: 'west',
  namespace: 'office',
  machine: 'vm-2',
  service: 'billing',
  trustDomain: 'green.example',
  // The trust domain of its machine.
  authority: 'vms.example',
};
type Side = typeof BLUE;

describe('virtual machines (S8)', () => {
  const example = Example.find(NAME);
  const lab = sharedLab(example?.clusters() ?? [], example?.machines() ?? []);
  const untouched = new Map<string, string[]>();

  before(async () => {
    for (const machine of MACHINES) untouched.set(machine, await fileSystem(lab(), machine));
  });

  showsInLab(NAME, lab, {
    report: (report) => assert.deepEqual(report.meshes.map(({ name }) => name).sort(), ['blue', 'green']),
    further: (stack) => {
      before(async () => {
        await Promise.all(MACHINES.map((machine) => startServer(lab(), machine)));
      });
      it('are called by pods and call pods, over mTLS with the identities of both ends', async () => {
        await Promise.all([BLUE, GREEN].map(open));
        for (const side of [BLUE, GREEN]) {
          const { authority, machine, namespace, service, trustDomain } = side;
          const identity = (account: string, domain = trustDomain) =>
            `spiffe://${domain}/ns/${namespace}/sa/${account}`;
          const call = await callUntil(side, (answer) => answer.kind === 'answer');
          assert.deepEqual(call, {
            kind: 'answer',
            source: identity('client'),
            destination: identity(service, authority),
          });
          const page = await succeed(lab(), machine, `curl --silent --max-time 30 http://stock.${namespace}/header`);
          assert.deepEqual(peersIn(page), { source: identity(service, authority), destination: identity('stock') });
        }
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
