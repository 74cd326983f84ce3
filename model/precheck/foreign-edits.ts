import { foreignFields } from '../field-managers/foreign-fields';
import { type Finding, type Surveyed } from './finding';
import { titleOf } from './found-object';

/** Fields of the stack's objects that another manager has taken over. */
export function foreignEdits({ cluster, inventory, own }: Surveyed): Finding[] {
  const {
    crds = [],
    mutatingWebhooks = [],
    systemObjects = [],
    systemPolicies = [],
    validatingWebhooks = [],
  } = inventory;
  const objects = [...crds, ...mutatingWebhooks, ...validatingWebhooks, ...systemObjects, ...systemPolicies];
  return objects.flatMap((object) =>
    foreignFields(object, own.get(object.metadata.uid ?? '')).map(({ manager, paths, time }) => ({
      cluster: cluster.name,
      status: 'warn' as const,
      object: titleOf(object),
      owner: `by "${manager}"`,
      problem: `${paths.join(', ')} changed${time === undefined ? '' : ` at ${time}`}`,
      fix: '`pulumi up --refresh` takes the fields back; a value in the config keeps the change (docs/how-to/foreign-edits.md).',
    })),
  );
}
