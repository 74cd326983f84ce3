import { describeError } from '../../lab/error';
import type { Lab } from '../../lab/lab';
import { describeStatus } from '../../lab/commands/status';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import { runningLabs } from './lab/running-labs';

/** How long a diagnosis may take: a cluster that does not answer must not hold up the tests. */
const TIMEOUT = ['timeout', '30'];
/** Lines of each answer that are shown, from its end. */
const SHOWN_LINES = 60;

/** Diagnoses run one after the other; this is the latest. */
let underway: Promise<void> = Promise.resolve();

/**
 * Prints the facts that an operator would look at in every running lab: nodes, pods, events, states of istiods and proxies, logs, and journals of
 * machines. Never throws.
 */
export function printDiagnosis(): void {
  underway = underway.then(async () => {
    for (const lab of runningLabs) await diagnose(lab).catch((error: unknown) => console.log(describeError(error)));
  });
}

/** Waits until {@link printDiagnosis} has printed everything: the lab must stay as it is until then. */
export function diagnosed(): Promise<void> {
  return underway;
}

async function diagnose(lab: Lab): Promise<void> {
  const status = await lab.status();
  console.log(`\n── What the lab of the failed test looks like\n${describeStatus(status)}`);
  if (!status.running) return;
  for (const { name } of status.clusters) {
    await show(lab, name, 'get', 'pods', '--all-namespaces', '--output=wide');
    await show(lab, name, 'get', 'events', '--all-namespaces', '--sort-by=.lastTimestamp');
    await showSystem(lab, name);
    await showProxies(lab, name);
  }
  for (const { name } of status.machines) await showMachine(lab, name);
}

/** Which units of a machine have failed, and the end of its journal. */
async function showMachine(lab: Lab, machine: string): Promise<void> {
  for (const script of ['systemctl --failed', `sudo journalctl --no-pager --lines ${SHOWN_LINES}`]) {
    const { stderr, stdout } = await lab.ssh(machine, script);
    console.log(`\n${machine}$ ${script}\n  ${`${stdout}${stderr}`.trimEnd().split('\n').join('\n  ')}`);
  }
}

/** Clusters, networks and proxies as each istiod knows them, and the ends of all logs of the control plane's namespace. */
async function showSystem(lab: Lab, cluster: string): Promise<void> {
  for (const pod of await pods(lab, cluster, '{.metadata.namespace} {.metadata.name}', '--selector=app=istiod')) {
    const [namespace = '', name = ''] = pod.split(' ');
    for (const path of ['clusterz', 'networkz', 'syncz'])
      await show(
        lab,
        cluster,
        '-n',
        namespace,
        'exec',
        name,
        '--',
        'pilot-discovery',
        'request',
        'GET',
        `debug/${path}`,
      );
  }
  for (const pod of await pods(lab, cluster, '{.metadata.name}', '-n', SYSTEM_NAMESPACE))
    await show(lab, cluster, '-n', SYSTEM_NAMESPACE, 'logs', pod, '--all-containers', '--tail=30');
}

/** The state, the listeners and the failed endpoints of every proxy. */
async function showProxies(lab: Lab, cluster: string): Promise<void> {
  const path = '{.metadata.namespace} {.metadata.name} {.spec.initContainers[*].name} {.spec.containers[*].name}';
  const proxies = (await pods(lab, cluster, path, '--all-namespaces')).filter((line) => line.includes('istio-proxy'));
  for (const proxy of proxies) {
    const [namespace = '', name = ''] = proxy.split(' ');
    for (const page of ['ready', 'listeners', 'certs'])
      await show(
        ...([lab, cluster, '-n', namespace, 'exec', name, '-c', 'istio-proxy', '--'] as const),
        ...['pilot-agent', 'request', 'GET', page],
      );
  }
}

/** One line for each pod that is found; none if the cluster cannot be asked. */
async function pods(lab: Lab, cluster: string, path: string, ...where: string[]): Promise<string[]> {
  const template = `--output=jsonpath={range .items[*]}${path}{"\\n"}{end}`;
  const all = where.some((option) => option === '-n' || option === '--all-namespaces') ? [] : ['--all-namespaces'];
  const { stdout } = await ask(lab, cluster, 'get', 'pods', ...where, ...all, template);
  return stdout.split('\n').filter((line) => line.trim() !== '');
}

async function show(lab: Lab, cluster: string, ...command: string[]): Promise<void> {
  const { stderr, stdout } = await ask(lab, cluster, ...command);
  const lines = `${stdout}${stderr}`.trimEnd().split('\n').slice(-SHOWN_LINES);
  console.log(`\n$ kubectl --context ${cluster} ${command.join(' ')}\n  ${lines.join('\n  ')}`);
}

function ask(lab: Lab, cluster: string, ...command: string[]): ReturnType<Lab['exec']> {
  return lab.exec([...TIMEOUT, 'kubectl', '--context', cluster, ...command]);
}
