import { pauseFor } from '../../eventually';
import type { Caller } from '../../workloads/place';
import { type Answer, type CallLog, median, serverOf } from './pairs';

/** Answers of each server that make a median worth its name. */
const SAMPLES = 7;
/** When each server has answered, calls that are still made to get as many samples of each, per server. */
const EXTRA_CALLS = 12;
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

/**
 * Calls the host name of servers from a client until every server has answered, or the signal says stop. A load balancer decides who answers, so
 * the number of calls is open.
 */
export async function callAll(
  caller: Caller,
  host: string,
  servers: readonly string[],
  signal: AbortSignal,
): Promise<CallLog> {
  const answers: Answer[] = [];
  let failures = 0;
  let lastError: string | undefined;
  let pause = SHORTEST_PAUSE_MS;
  let budget = servers.length * EXTRA_CALLS;
  const goesOn = () => !signal.aborted;
  const idle: number[] = [];
  await caller.idle(signal); // The first request opens the connection.
  while (goesOn() && budget > 0 && fewest(answers, servers) < SAMPLES) {
    const { call, milliseconds } = await caller.call(host, signal);
    // A call that the signal cut off says nothing.
    if (!goesOn()) break;
    if (call.kind === 'answer') {
      answers.push({ ...call, milliseconds });
      // Side by side with the calls, so that both meet the same load.
      idle.push(await caller.idle(signal));
    } else {
      failures += 1;
      lastError = call.message;
    }
    if (fewest(answers, servers) > 0) budget -= 1;
    else if (call.kind === 'error' || samplesOf(answers, serverOf(call)) > SAMPLES) {
      // A server stays silent, and calling faster would not help.
      await pauseFor(pause, signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }
  return { answers: withoutWay(answers, idle), failures, lastError };
}

/** Takes off what the way to the client costs, which is no part of a call inside the mesh. */
function withoutWay(answers: readonly Answer[], idle: readonly number[]): Answer[] {
  const way = median(idle.filter((time) => time > 0)) ?? 0;
  return answers.map((answer) => ({ ...answer, milliseconds: answer.milliseconds - way }));
}

function fewest(answers: readonly Answer[], servers: readonly string[]): number {
  return Math.min(...servers.map((server) => samplesOf(answers, server)));
}

function samplesOf(answers: readonly Answer[], server: string | undefined): number {
  return answers.filter((answer) => serverOf(answer) === server).length;
}
