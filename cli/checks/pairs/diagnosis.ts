import type { Endpoint } from '../../answers/envoy';
import { explain } from '../../errors';
import { serverIdentities } from '../../answers/proxy';
import { type KnownEndpoints, wayKey } from '../known-endpoints';
import type { GatewayAddressResult } from '../gateways/known-gateways';
import type { ControlPlaneResult } from '../istiods/istiod';
import type { PairResult } from './pairs';
import type { PlaceSubject } from '../../subject';
import type { MeshPlace } from '../../workloads/place';
import type { MeshRun } from '../check';

/** Findings about one failure. */
export interface Diagnosis {
  readonly failure: string;
  readonly findings: readonly string[];
}

/** What is known about a mesh after its checks. */
export interface Findings {
  readonly run: MeshRun;
  readonly pairs: readonly PairResult[];
  readonly controlPlanes: readonly ControlPlaneResult[];
  readonly gatewayAddresses: readonly GatewayAddressResult[];
  readonly endpoints: KnownEndpoints;
}

/** Gathers what an operator would look at: for each pair that failed the way there, and for each place in it the workloads. */
export async function diagnose(findings: Findings, signal: AbortSignal): Promise<Diagnosis[]> {
  const failed = findings.pairs.filter(({ ok }) => !ok);
  const { places } = findings.run;
  const concerned = places.filter(
    ({ name, problem }) =>
      problem !== undefined || failed.some(({ source, destination }) => source === name || destination === name),
  );
  const inspected = await Promise.all(
    concerned.map(async (place) => ({
      failure: `${place.subject.kind} ${place.name}`,
      findings: await lookAt(place, signal),
    })),
  );
  const accepted = await acceptedBySources(failed, findings.run, signal);
  // Where no client runs, the findings of the place itself say all there is.
  const called = failed.filter(({ source }) =>
    places.some(({ name, workloads }) => name === source && workloads !== undefined),
  );
  return [...called.map((pair) => ofPair(pair, { ...findings, accepted })), ...inspected];
}

/** What {@link ofPair} looks at. */
export interface PairFindings extends Pick<Findings, 'controlPlanes' | 'gatewayAddresses' | 'endpoints' | 'run'> {
  /** Identities that the client's proxy of each place accepts of the servers, as `wayKey` names the way. */
  readonly accepted: ReadonlyMap<string, readonly string[]>;
}

/** What the two ends and the istiod that configures the caller say about a pair. */
export function ofPair(
  { mesh, source, destination, problems }: PairResult,
  { accepted, controlPlanes, endpoints, gatewayAddresses, run }: PairFindings,
): Diagnosis {
  const host = placeOf(destination, run)?.host ?? '';
  const way = wayKey(source, host);
  const known = endpoints.get(way);
  const servedBy = placeOf(source, run)?.servedBy;
  return {
    failure: `${mesh}: ${source} → ${destination}`,
    findings: [
      ...problems,
      known === undefined
        ? `the client's proxy in ${source} does not know ${host}, or could not be asked`
        : `the client's proxy in ${source} has for ${host}: ${known.map(endpoint).join(', ') || 'no endpoint'}`,
      ...(accepted.get(way) ?? []).map(
        (identity) => `the client's proxy in ${source} accepts a server that is ${identity}`,
      ),
      ...controlPlanes
        .filter(({ cluster }) => cluster === servedBy)
        .map(
          ({ cluster, clusters, pod }) =>
            `istiod of ${cluster} (${pod ?? 'no pod'}) knows clusters ${clusters.map(({ id, status }) => `${id} ${status}`).join(', ') || 'none'}`,
        ),
      ...gatewayAddresses
        .filter(({ cluster }) => cluster === servedBy)
        .map(
          ({ addresses, cluster, network, pod }) =>
            `istiod of ${cluster} (${pod ?? 'no pod'}) knows of gateways of ${network}: ${addresses.map(({ address, port }) => `${address}:${port}`).join(', ') || 'none'}`,
        ),
    ],
  };
}

/** A server under an identity that the caller's proxy does not accept fails like one that is not there. */
async function acceptedBySources(
  failed: readonly PairResult[],
  run: MeshRun,
  signal: AbortSignal,
): Promise<Map<string, string[]>> {
  const accepted = new Map<string, string[]>();
  await Promise.all(
    run.places.map(async ({ name, workloads }) => {
      if (workloads === undefined) return;
      const called = failed.filter(({ source }) => source === name);
      const hosts = new Set(called.flatMap(({ destination }) => placeOf(destination, run)?.host ?? []));
      for (const host of hosts) {
        // A proxy that cannot be asked shows in the states of the pods.
        const identities = await serverIdentities(workloads, host, signal).catch(() => []);
        accepted.set(wayKey(name, host), identities);
      }
    }),
  );
  return accepted;
}

function placeOf(name: string, { mesh }: MeshRun): PlaceSubject | undefined {
  return mesh.places.find((place) => place.name === name);
}

async function lookAt(place: MeshPlace, signal: AbortSignal): Promise<string[]> {
  const first = place.problem === undefined ? [] : [place.problem];
  try {
    return [...first, ...(await place.inspect(signal))];
  } catch (error) {
    return [...first, `it could not be looked at: ${explain(error)}`];
  }
}

function endpoint({ address, connectFailures, port, requests }: Endpoint): string {
  return `${address}:${port} (${requests} requests, ${connectFailures} failed connections)`;
}
