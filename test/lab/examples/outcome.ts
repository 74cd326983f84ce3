import type { Call } from '../../../cli/verify/netexec';

/** Somebody answered. */
export function isAnswer({ kind }: Call): boolean {
  return kind === 'answer';
}

/** A workload of one identity answered. */
export function isAnswerOf(identity: string): (call: Call) => boolean {
  return (call) => call.kind === 'answer' && call.destination === identity;
}

/** What a client's proxy answers when it gets no connection; a name that does not resolve is something else. */
export function isRefused(call: Call): boolean {
  return call.kind === 'error' && /remote connection failure|connection termination/.test(call.message);
}

/** The server's proxy answers that no policy lets the caller in. */
export function isDenied(call: Call): boolean {
  return call.kind === 'error' && call.message.includes('RBAC: access denied');
}
