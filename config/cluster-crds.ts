import { request } from 'node:https';
import { z } from 'zod';
import { type FoundCrd, isIstioCrd, RELEASE_LABEL } from '../model/rules/external-crds';

/** How long an API server may take to answer, in milliseconds. */
const PATIENCE = 30_000;

/** Names and labels alone: with their schemas, Istio's CRDs are a megabyte. */
const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

const list = z.object({
  // An API server writes an empty list as null.
  items: z
    .array(z.object({ metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).optional() }) }))
    .nullable(),
});

/**
 * Asks a cluster for Istio's CRDs.
 *
 * @param kubeconfig With one context, the cluster's.
 * @throws Error if it cannot be asked, or may not.
 */
export async function istioCrdsOf(kubeconfig: string): Promise<FoundCrd[]> {
  // The library is an ES module, which a CommonJS one can only import so; and only stacks that ask pay for loading it.
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const server = config.getCurrentCluster()?.server ?? '';
  const options = { headers: { accept: METADATA }, timeout: PATIENCE };
  await config.applyToHTTPSOptions(options);
  const text = await answer(
    `${server.replace(/\/$/, '')}/apis/apiextensions.k8s.io/v1/customresourcedefinitions`,
    options,
  );
  const { data, success } = list.safeParse(JSON.parse(text));
  if (!success) throw new Error('the API server answered with something that is no list of CRDs');
  return (data.items ?? [])
    .filter(({ metadata }) => isIstioCrd(metadata.name))
    .map(({ metadata }) => ({ name: metadata.name, release: metadata.labels?.[RELEASE_LABEL] }));
}

function answer(url: string, options: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(parts).toString());
        else reject(new Error(`the API server answered ${response.statusCode ?? 0} ${response.statusMessage ?? ''}`));
      });
    });
    sent.once('timeout', () => sent.destroy(new Error(`no answer within ${PATIENCE / 1000} s`)));
    sent.once('error', reject);
    sent.end();
  });
}
