/** Marks of complaints in the logs of Istio's agent and of Envoy. */
const COMPLAINT = /\b(warn|warning|error|critical|fatal)\b/;

/** A complaint of Istio's agent with the answer, or its lack, behind it. Others say only that it tries again. */
const WITH_CAUSE = 'desc =';

/** The last complaint in the log of a container, and the last one with a cause if there is any; undefined if it does not complain. */
export function lastComplaint(log: string): string | undefined {
  const complaints = log.split('\n').filter((line) => COMPLAINT.test(line));
  const told = complaints.filter((line) => line.includes(WITH_CAUSE)).at(-1) ?? complaints.at(-1);
  return told?.replaceAll('\t', ' ');
}
