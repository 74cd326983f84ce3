import { join } from 'node:path';
import { precheckCluster, type PrecheckedCluster } from '../../config/precheck';
import { Elapsed } from '../elapsed';
import { CommandError } from '../errors';
import { EXIT } from '../exit-code';
import { print } from '../print';
import { coloured, showsColour } from '../report/colour';
import { precheckReport, renderPrecheck } from '../report/precheck';
import { readStackState } from '../stack-state';
import type { PrecheckOptions } from './precheck-command';

/**
 * Looks at the clusters of a stack before `pulumi up`, all side by side, and prints the report.
 *
 * @returns the exit code.
 * @throws CommandError if nothing could be checked.
 */
export async function precheckStack({ json, timeoutSeconds, ...choice }: PrecheckOptions): Promise<number> {
  const elapsed = new Elapsed((line) => process.stderr.write(`${line}\n`));
  const { name, own, qualifiedName, reading } = await readStackState(join(__dirname, '..', '..'), choice);
  elapsed.say(`stack ${name}: config read, and a state with ${own.size} Kubernetes objects`);
  const { clusters } = reading.plan;
  if (clusters.length === 0)
    throw new CommandError(`Stack ${name} has no cluster in a mesh: there is nothing to look at.`);
  const checked = await Promise.all(
    clusters.map(async (cluster): Promise<PrecheckedCluster> => {
      const kubeconfig = reading.accesses[cluster.name]?.kubeconfig ?? '';
      const result = await precheckCluster(cluster, {
        kubeconfig,
        own,
        stack: qualifiedName,
        patience: timeoutSeconds * 1000,
      });
      elapsed.say(`cluster ${cluster.name}: ${result.unreached === undefined ? 'asked' : 'no answer'}`);
      return result;
    }),
  );
  const report = precheckReport(name, checked, elapsed.seconds);
  const shown = () => {
    const text = `\n${renderPrecheck(report)}`;
    return showsColour(process.stdout, process.env) ? coloured(text) : text;
  };
  await print(json ? `${JSON.stringify(report, undefined, 2)}\n` : shown());
  return report.ok ? EXIT.passed : EXIT.failed;
}
