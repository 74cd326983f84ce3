import type { Call, Visit } from '../../../cli/answers/netexec';

/** A server answered. */
export function isAnswer({ kind }: Call): boolean {
  return kind === 'answer';
}

/** A workload of one identity answered. */
export function isAnswerOf(identity: string): (call: Call) => boolean {
  return (call) => call.kind === 'answer' && call.destination === identity;
}

/** The client's proxy got no connection. A name that does not resolve is something else. */
export function isRefused(call: Call): boolean {
  return call.kind === 'error' && /remote connection failure|connection termination/.test(call.message);
}

/** The server's proxy denied access. */
export function isDenied(call: Call): boolean {
  return call.kind === 'error' && call.message.includes('RBAC: access denied');
}

/** A server answered with this page. */
export function isPage(body: string): (visit: Visit) => boolean {
  return (visit) => visit.kind === 'page' && visit.body === body;
}

/** The name does not resolve. */
export function isLookupError(host: string): (visit: Visit) => boolean {
  return (visit) => visit.kind === 'error' && visit.message.includes(`lookup ${host}`);
}

/** There was no connection to the server, or it broke. */
export function isUnreachable(visit: Visit): boolean {
  return visit.kind === 'error' && /dial tcp \S+:\d+: |reset by peer|EOF/.test(visit.message);
}
