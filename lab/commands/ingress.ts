import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Artifacts } from '../build/artifacts-types';
import { run } from '../build/command';
import { buildContour, type ContourArtifacts } from '../build/contour/entry';
import { withLock } from '../cache/lock';
import { labArtifacts } from '../cluster/contexts';
import { IMPORT_IMAGE } from '../cluster/containerd';
import { CONTOUR_NAMESPACE, contourManifests } from '../cluster/contour';
import { labEnvironment } from '../environment';
import { LabError } from '../error';
import { enterLab, onNode } from '../namespace/enter';
import { patiently } from '../patience';
import type { Progress } from '../progress';
import { CHECKOUT, type LabRecord, type LabState } from '../state';

/** How long each part of the ingress controller may take to become ready. */
const TIMEOUT_SECONDS = 180;

/**
 * Gives clusters of a running lab an ingress controller, or its missing parts, and returns when it is ready: Ingresses of the
 * class `contour` then get the address of its load balancer. Builds it if it was not built before.
 *
 * @throws LabError if the lab has no cluster of such a name, or if something does not become ready.
 */
export async function installIngress(
  state: LabState,
  options: { readonly clusters: readonly string[]; readonly progress: Progress },
): Promise<void> {
  const { clusters, progress } = options;
  requireClusters(await state.requireRunning(), clusters);
  const contour = await buildContour({ progress });
  await withLock(
    state.lock,
    async () => {
      const record = await state.requireRunning();
      requireClusters(record, clusters);
      const artifacts = await labArtifacts(state);
      const manifests = path.join(state.directory, 'ingress.json');
      await writeFile(
        manifests,
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: itemsOf(contour, artifacts) }),
      );
      const inside = async (...command: string[]): Promise<void> => {
        const [program = '', ...args] = enterLab({ outer: record.outer, cgroup: state.id }, command, CHECKOUT);
        await run(program, args, { env: labEnvironment(state, artifacts) });
      };
      const installs = clusters.map((cluster) =>
        progress.step(`Ingress controller of ${cluster}`, () =>
          install(nodesOf(record, cluster), contour, manifests, inside),
        ),
      );
      const failed = (await Promise.allSettled(installs)).find((result) => result.status === 'rejected');
      if (failed !== undefined) {
        throw failed.reason;
      }
    },
    () => progress.note('   Another lab command is working on this lab; waiting for it.'),
  );
}

function itemsOf({ image }: ContourArtifacts, { istio }: Artifacts): unknown[] {
  return contourManifests({ contour: image.reference, envoy: `${istio.hub}/proxyv2:${istio.tag}` });
}

/** Runs a command inside the lab to its end. */
type Inside = (...command: string[]) => Promise<void>;

/** The nodes of a cluster, of which the first has its name. */
function nodesOf({ clusters }: LabRecord, cluster: string): readonly string[] {
  return clusters.filter(({ name }) => name === cluster).flatMap(({ nodes }) => nodes.map(({ name }) => name));
}

async function install(
  nodes: readonly string[],
  contour: ContourArtifacts,
  manifests: string,
  inside: Inside,
): Promise<void> {
  const kubectl = (...args: string[]): Promise<void> => inside('kubectl', '--context', nodes[0] ?? '', ...args);
  const apply = (file: string): Promise<void> =>
    kubectl('apply', '--server-side', '--force-conflicts', '--field-manager=meshwork-lab', '--filename', file);
  const timeout = `--timeout=${patiently(TIMEOUT_SECONDS)}s`;
  await Promise.all([
    ...nodes.map((node) => inside(...onNode(node, [...IMPORT_IMAGE, contour.image.archive]))),
    apply(contour.definitions),
  ]);
  await kubectl('wait', '--for=condition=Established', '--filename', contour.definitions, timeout);
  await apply(manifests);
  const inNamespace = ['--namespace', CONTOUR_NAMESPACE, timeout];
  await kubectl('wait', '--for=jsonpath={.status.loadBalancer.ingress[0].ip}', 'service/envoy', ...inNamespace);
  for (const name of ['contour', 'envoy']) {
    await kubectl('rollout', 'status', `deployment/${name}`, ...inNamespace);
  }
}

function requireClusters({ clusters }: LabRecord, wanted: readonly string[]): void {
  const missing = wanted.filter((name) => !clusters.some((cluster) => cluster.name === name));
  if (missing.length > 0) {
    const there = clusters.map(({ name }) => name).join(', ');
    throw new LabError(
      `The lab has no cluster ${missing.join(', ')} for an ingress controller. Its clusters: ${there}.`,
    );
  }
}
