import { z } from 'zod';

/** Managers under which the provider writes: its plain create, and its applies, each with a suffix of its own. */
const PROVIDER = 'pulumi-kubernetes';

/** istiod writes into its webhooks what only it knows. */
const ISTIOD = 'pilot-discovery';

/** Fields of an object that a manager wrote last, as Kubernetes keeps them under `metadata.managedFields`. */
const managedFields = z.array(
  z.object({
    manager: z.string().default('unknown'),
    subresource: z.string().optional(),
    time: z.string().optional(),
    fieldsV1: z.record(z.string(), z.unknown()).default({}),
  }),
);

const withMetadata = z.object({ metadata: z.object({ managedFields: managedFields.optional() }) });

/** Fields that a program sets and that another manager holds. */
export interface ForeignFields {
  /** The name that the other tool, controller or person writes under. */
  readonly manager: string;
  /** When it last wrote, RFC 3339; undefined if the API server does not say. */
  readonly time: string | undefined;
  /** The fields: `data.mesh`, `spec.template.spec.containers[name=discovery].image`. */
  readonly paths: readonly string[];
}

/**
 * The fields that a program sets and that another manager has taken over, by manager. Fields with the program's own value have both for managers, and
 * are not among them.
 *
 * @param live the object as its cluster has it.
 * @param wanted what the program says of it.
 */
export function foreignFields(live: unknown, wanted: unknown): ForeignFields[] {
  const { data } = withMetadata.safeParse(live);
  const entries = data?.metadata.managedFields ?? [];
  const isOurs = ({ manager }: { readonly manager: string }) => manager.startsWith(PROVIDER);
  const own = new Set(entries.filter(isOurs).flatMap(({ fieldsV1 }) => leaves(fieldsV1, wanted)));
  return entries.flatMap((entry) => {
    if (isOurs(entry) || entry.manager === ISTIOD || entry.subresource === 'status') return [];
    const paths = leaves(entry.fieldsV1, wanted).filter((path) => !own.has(path));
    return paths.length === 0 ? [] : [{ manager: entry.manager, time: entry.time, paths }];
  });
}

/** The fields of a set that a value has too. In a set, `f:NAME` is a key of a map, `k:{…}` an item of a list by its keys, and `.` the thing itself. */
function leaves(set: Readonly<Record<string, unknown>>, value: unknown, path = ''): string[] {
  return Object.entries(set).flatMap(([key, below]) => {
    const part = partOf(key, value);
    if (part === undefined || typeof below !== 'object' || below === null) return [];
    const here = `${path}${path !== '' && !part.path.startsWith('[') ? '.' : ''}${part.path}`;
    const fields = below as Readonly<Record<string, unknown>>;
    return Object.keys(fields).some((name) => name !== '.') ? leaves(fields, part.value, here) : [here];
  });
}

function partOf(key: string, value: unknown): { readonly path: string; readonly value: unknown } | undefined {
  const [kind, rest] = [key.slice(0, 2), key.slice(2)];
  if (kind === 'f:' && isMap(value) && value[rest] !== undefined) {
    const isPlain = /^[\w-]+$/.test(rest);
    return { path: isPlain ? rest : `["${rest}"]`, value: value[rest] };
  }
  if (kind !== 'k:' || !Array.isArray(value)) return undefined;
  const keys = Object.entries(JSON.parse(rest) as Record<string, unknown>);
  // The API server fills in keys that a program leaves out, such as the protocol of a port.
  const item: unknown = value.find(
    (one) => isMap(one) && keys.every(([name, wanted]) => one[name] === undefined || one[name] === wanted),
  );
  return item === undefined
    ? undefined
    : { path: `[${keys.map(([name, is]) => `${name}=${String(is)}`).join(',')}]`, value: item };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
