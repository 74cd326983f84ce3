import { configPath } from '../../model/problems/problem';
import { urnParts } from '../../model/names/urn';
import type { Findings, ForeignObject, FoundObject } from './findings';
import type { StackLock } from './stack-lock';

/** Everything that recovery found, and what it would do. Also the shape of `--json`. */
export interface Recovery {
  readonly schemaVersion: 1;
  readonly stack: string;
  /** Locks of the stack; null if the backend does not show them. */
  readonly locks: readonly StackLock[] | null;
  /** Why a cluster does not answer, by cluster. */
  readonly silent: Readonly<Record<string, string>>;
  /** Clusters that answer, but whose primary does not. */
  readonly unserved: readonly string[];
  /** Clusters that are not asked, because the config says that they are offline. */
  readonly offline: readonly string[];
  /** Why the preview, which says what the plan wants to make, ended early; null if it did not. */
  readonly previewFailure: string | null;
  readonly found: Findings;
  /** Foreign objects that are taken over because they were named. */
  readonly taken: readonly FoundObject[];
  /** Foreign objects that stay as they are. */
  readonly left: readonly ForeignObject[];
  readonly releaseLock: boolean;
}

/** Whether there is anything to be done. */
export function hasWork({ found, releaseLock, taken }: Recovery): boolean {
  const { ending, lost, outdated, undone } = found;
  return releaseLock || [ending, lost, outdated, cleared(found), undone, taken].some(({ length }) => length > 0);
}

/** The operations that recovery clears: none while a cluster is away in which some had begun, because the engine's CLI clears all at once. */
function cleared({ pending, unseen }: Findings): Findings['pending'] {
  return unseen.length === 0 ? pending : [];
}

/** Whether the stack would not be whole again after the work. */
export function staysBroken({ found, left, silent }: Recovery): boolean {
  return left.length + found.abandoned.length + Object.keys(silent).length > 0;
}

/** What was found, for people. */
export function foundText(recovery: Recovery): string {
  const { found, left, locks, previewFailure, stack, taken } = recovery;
  const { abandoned, ending, lost, outdated, pending, undone } = found;
  const sections = [
    ...(locks ?? []).map((lock) => `The stack is locked by ${ownerText(lock)}.`),
    ...awayTexts(recovery),
    ...(previewFailure === null
      ? []
      : [
          `The preview ended early, as it does while Istio is half made. Of the plan, recovery knows what it came to, and what had begun:\n${indented([previewFailure])}`,
        ]),
    section(
      `${count(pending, 'operation')} had begun and did not end`,
      pending.map(({ type, urn }) => `${type} ${nameOf(urn)}`),
    ),
    section(`${count(lost, 'object')} of this stack in clusters, unknown to the state`, names(lost)),
    section(`${count(taken, 'object')} without the mark of this stack, named by --take`, names(taken)),
    section(`${count(ending, 'object')} being deleted`, names(ending)),
    section(`${count(outdated, 'object')} of the state gone, or possibly changed`, names(outdated)),
    section(`${count(undone, 'command')} on machines possibly undone`, undone.map(nameOf)),
    section(
      `${count(left, 'object')} of others with the name of one that the plan wants`,
      left.map(
        ({ object, stack: other }) => `${object} (${other === undefined ? 'no mark' : `made by stack ${other}`})`,
      ),
    ),
    section(`${count(abandoned, 'object')} of this stack that the plan no longer names`, names(abandoned)),
  ];
  const told = sections.filter((text) => text !== '');
  return [`Stack ${stack}:`, ...(told.length === 0 ? ['Nothing is left of a command that did not end.'] : told)].join(
    '\n',
  );
}

function awayTexts({ offline, silent, unserved }: Recovery): string[] {
  const why = [
    ...Object.entries(silent).map(([cluster, reason]) => `${cluster} does not answer (${reason})`),
    ...unserved.map((cluster) => `${cluster} answers, but its primary does not`),
    ...offline.map((cluster) => `${cluster} is offline`),
  ];
  return why.map((text) => `Cluster ${text}. Nothing of it was looked at.`);
}

/** What recovery does, in order. */
export function stepsText({ found, releaseLock, taken }: Recovery): string {
  const { ending, lost, outdated, undone } = found;
  const steps = [
    ...(releaseLock ? ['release the lock (pulumi cancel)'] : []),
    ...(undone.length > 0
      ? [`have the next \`pulumi up\` run ${count(undone, 'command')} on machines again (pulumi state taint)`]
      : []),
    ...(ending.length > 0 ? [`wait for the deletion of ${count(ending, 'object')}`] : []),
    ...(outdated.length + ending.length > 0
      ? [`read ${count([...outdated, ...ending], 'object')} of the state anew (pulumi refresh --target)`]
      : []),
    ...(lost.length + taken.length > 0
      ? [`take ${count([...lost, ...taken], 'object')} into the state (pulumi up --target, which may adopt no other)`]
      : []),
    ...(cleared(found).length > 0 ? ['clear the operations that had begun (pulumi stack export and import)'] : []),
  ];
  return ['Recovery will', ...steps.map((step, index) => `  ${index + 1}. ${step}`)].join('\n');
}

/** What the user has to do about what recovery leaves as it is. */
export function leftText({ found, left, silent }: Recovery): string {
  const first = left[0]?.object ?? '';
  const texts = [
    ...(left.length > 0
      ? [
          `\`pulumi up\` refuses to make ${count(left, 'object')}, because others made them. Delete them, or have this stack take them over: recover --take ${first}`,
        ]
      : []),
    ...found.abandoned.map(({ object }) => {
      const [cluster = '', kind = '', ...name] = object.split('/');
      const [namespace, own] = name.length > 1 ? name : [undefined, name[0]];
      const inNamespace = namespace === undefined ? '' : ` --namespace ${namespace}`;
      return `The plan no longer names ${object}. Delete it, if nothing needs it: kubectl --context ${cluster}${inNamespace} delete ${kind.toLowerCase()} ${own ?? ''}`;
    }),
    ...Object.keys(silent).map(
      (cluster) =>
        `Cluster ${cluster} did not answer. Run this command again once it does; operations that had begun in it stay recorded until then. If it stays away, set ${configPath('clusters', cluster, 'state')} to "offline" or "retired" (docs/how-to/lost-cluster.md).`,
    ),
    ...forgottenTexts(found),
  ];
  return texts.join('\n');
}

/** The engine keeps creates that had begun, and forgets all else that had with the next run (pkg/backend/journal.go of Pulumi). */
function forgottenTexts({ unseen }: Findings): string[] {
  const forgotten = unseen.filter(({ type }) => type !== 'creating');
  if (forgotten.length === 0) return [];
  const list = forgotten.map(({ type, urn }) => `${type} ${nameOf(urn)}`).join(', ');
  const clusters = [...new Set(forgotten.map(({ cluster }) => cluster))].join(', ');
  return [
    `Pulumi forgets in its next run that this had begun in ${clusters}: ${list}. Once it answers, run \`pulumi up --refresh\`, which reads what became of it.`,
  ];
}

/** The owner of a lock, for people. */
export function ownerText({ hostname, owner, pid, timestamp, username }: StackLock): string {
  const state = { alive: 'which still runs', dead: 'which has ended', elsewhere: 'on another machine' }[owner];
  return `process ${pid} of ${username}@${hostname} since ${timestamp}, ${state}`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}:\n${indented(lines)}`;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`).join('\n');
}

function names(objects: readonly FoundObject[]): string[] {
  return objects.map(({ object }) => object);
}

function nameOf(urn: string): string {
  return urnParts(urn).name;
}

function count(things: readonly unknown[], name: string): string {
  return `${things.length} ${name}${things.length === 1 ? '' : 's'}`;
}
