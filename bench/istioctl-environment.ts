import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Lab } from '../lab/lab';

/**
 * The environment of istioctl in a lab: the lab's images, and the settings that upstream Envoy needs. Both are in the lab's overlay.
 *
 * @param istioctl path of the program.
 * @param work directory for a file of values.
 */
export async function istioctlEnvironment(lab: Lab, istioctl: string, work: string): Promise<NodeJS.ProcessEnv> {
  const overlay = parse(readFileSync(lab.overlay, 'utf8')) as {
    'meshwork:istio': { images: { hub: string; tag: string }; values: { istiod: { env: object; telemetry: object } } };
  };
  const { images, values } = overlay['meshwork:istio'];
  const file = join(work, 'values.yaml');
  const settings = {
    global: { imagePullPolicy: 'IfNotPresent' },
    telemetry: values.istiod.telemetry,
    // The dev stack has no autoscalers either.
    pilot: { env: values.istiod.env, autoscaleEnabled: false },
    gateways: { 'istio-ingressgateway': { autoscaleEnabled: false } },
  };
  await writeFile(
    file,
    stringify({ apiVersion: 'install.istio.io/v1alpha1', kind: 'IstioOperator', spec: { values: settings } }),
  );
  const path = (await lab.run(['printenv', 'PATH'])).trim();
  return { HUB: images.hub, TAG: images.tag, CHART_VALUES: file, PATH: [dirname(istioctl), path].join(delimiter) };
}
