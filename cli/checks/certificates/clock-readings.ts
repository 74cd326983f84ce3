import { explain } from '../../errors';
import { eventually } from '../../eventually';
import type { MeshPlace } from '../../workloads/place';
import type { MeshCheck } from '../check';
import { clockOf, type ClockResult, judgeClocks, type ReadClock } from './clocks';

/** The clocks of a mesh, and of the machine that verify runs on. */
export const clocksCheck: MeshCheck<'clocks', ClockResult> = {
  id: 'MW204',
  title: 'Clocks agree, so that certificates are valid everywhere',
  anchor: 'mw204',
  key: 'clocks',
  noun: 'clock',
  advice:
    'Look whether the time of the nodes and machines is kept (`timedatectl`, `chronyc tracking`), and by which servers.',
  needs: 'outputs',
  late: 'no answer',
  showsTraffic: false,
  ask: async ({ mesh, places }, signal) =>
    judgeClocks(mesh.name, [
      ...(await Promise.all(places.map((place) => read(place, signal)))),
      { kind: 'here', place: null, reading: 0 },
    ]),
  judge: ({ status }) => status,
  line: ({ aheadSeconds, ...clock }) => `${clockOf(clock)}${shown(clock, aheadSeconds)}`,
  problems: ({ problems }) => problems,
};

function shown({ kind }: Pick<ClockResult, 'kind'>, ahead: number | null): string {
  if (kind === 'here') return '';
  if (ahead === null) return ': unknown';
  return `: ${Math.abs(ahead)} s ${ahead < 0 ? 'behind' : 'ahead of'} this machine's`;
}

async function read(place: MeshPlace, signal: AbortSignal): Promise<ReadClock> {
  const { kind, name, problem } = place;
  if (problem !== undefined) return { kind, place: name, reading: { problem: `the ${kind} cannot be reached` } };
  const reading = await eventually<ReadClock['reading']>(
    () => place.clock(signal).catch((error: unknown) => ({ problem: explain(error) })),
    (one) => typeof one === 'number',
    signal,
  );
  return { kind, place: name, reading };
}
