import { dialPath, IDLE_PATH, readDial } from '../answers/netexec';
import { explain } from '../errors';
import type { HttpAnswer } from '../tunnel-http';
import { PORTS } from './names';
import type { Caller, TimedCall } from './place';

/** A netexec pod that is asked to make requests. */
export interface Netexec {
  get(path: string, signal: AbortSignal): Promise<Pick<HttpAnswer, 'status' | 'body' | 'milliseconds'>>;
}

/** A netexec pod that calls servers. */
export function podCaller(pod: Netexec): Caller {
  return {
    call: (host, signal) => dial(pod, host, PORTS.service, signal),
    idle: async (signal) => {
      try {
        return (await pod.get(IDLE_PATH, signal)).milliseconds;
      } catch {
        // The calls themselves will say what is wrong.
        return 0;
      }
    },
  };
}

/** Has a netexec pod make one call. */
export async function dial(client: Netexec, host: string, port: number, signal: AbortSignal): Promise<TimedCall> {
  try {
    const { body, milliseconds, status } = await client.get(dialPath(host, port), signal);
    return { call: readDial(status, body), milliseconds };
  } catch (error) {
    return { call: { kind: 'error', message: explain(error) }, milliseconds: 0 };
  }
}
