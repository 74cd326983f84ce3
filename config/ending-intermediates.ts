import * as pulumi from '@pulumi/pulumi';
import { certificatesIn } from '../model/certificates/pem';
import type { Plan } from '../model/plan/plan';
import { configPath } from '../model/problems/problem';

const MILLISECONDS_PER_DAY = 24 * 60 * 60 * 1000;

/** Warns, in previews and updates, of ready-made intermediates that are due: nothing renews them but another one that is given. */
export async function tellEnding(plan: Plan): Promise<void> {
  for (const text of endingIntermediates(plan, new Date())) await pulumi.log.warn(text);
}

/** A sentence for each ready-made intermediate whose end, or that of an authority above it, is nearer than `renewBeforeDays`. */
export function endingIntermediates({ meshes }: Plan, now: Date): string[] {
  return meshes.flatMap(({ intermediates: { given, renewBeforeDays }, name }) =>
    Object.entries(given).flatMap(([cluster, pem]) => {
      const end = Math.min(...(certificatesIn(pem) ?? []).map(({ validTo }) => Date.parse(validTo)));
      if (end - now.getTime() >= renewBeforeDays * MILLISECONDS_PER_DAY) return [];
      return [
        `The intermediate of cluster ${cluster} ends on ${new Date(end).toISOString().slice(0, 10)}. Give another one as ` +
          `${configPath('meshes', name, 'intermediates', 'given', cluster)}, with its key as ${configPath('intermediateKeys', cluster)}.`,
      ];
    }),
  );
}
