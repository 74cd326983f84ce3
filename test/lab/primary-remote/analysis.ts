import { strict as assert } from 'node:assert';
import { buildIstioctl } from '../../../lab/build/artifacts';
import type { Lab } from '../../../lab/lab';
import { StreamProgress } from '../../../lab/progress';

/** One message of `istioctl analyze`, as far as the test reads it. */
interface Message {
  readonly code: string;
  readonly level: string;
  readonly message: string;
  readonly origin: string;
}

/**
 * What it says of a healthy mesh, as docs/how-to/clusters-in-use.md lists it. It says the first of each cluster, and leaves a repetition out only where that comes
 * right behind (SortedDedupedCopy in Istio's diag/messages.go), which depends on the cluster that it takes for that of the others.
 */
const EXPECTED = [
  'Info IST0102: Namespace default',
  'Warning IST0170: Service istio-system/istio-eastwestgateway',
  'Warning IST0170: Service istio-system/istiod',
];

/** Istio's own analysis of a mesh that is up, with nothing of a user in it. */
export function showsAnalysis(lab: () => Lab): void {
  it('gets from istioctl analyze the messages that the docs list, and no others', async () => {
    const istioctl = await buildIstioctl({ progress: new StreamProgress() });
    const about = ['--context', 'east', '--remote-contexts', 'west', '--all-namespaces', '--output', 'json'];
    const { stderr, stdout } = await lab().exec([istioctl, 'analyze', ...about]);
    assert.match(stdout, /^\[/, stderr);
    const messages = JSON.parse(stdout) as readonly Message[];
    const told = messages.map(({ code, level, origin }) => `${level} ${code}: ${origin}`);
    assert.deepEqual([...new Set(told)].sort(), EXPECTED);
    for (const { message } of messages.filter(({ code }) => code === 'IST0170'))
      assert.match(message, /The inconsistent behaviors are: service ports are inconsistent\.$/);
  });
}
