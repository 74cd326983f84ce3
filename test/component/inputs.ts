import { strict as assert } from 'node:assert';
import type { MockDeployment } from './deployment';
import { isSecret } from './recording';

/** The inputs of the resource of a name. */
export function inputsOf({ registrations }: MockDeployment, name: string): Readonly<Record<string, unknown>> {
  const registration = registrations.find((candidate) => candidate.name === name);
  assert.ok(registration, `${name} was not registered`);
  return registration.inputs;
}

/** Fails if a text is in an input that is not secret. */
export function assertSecret({ registrations }: MockDeployment, text: string): void {
  const shown = registrations.flatMap(({ inputs, name }) =>
    Object.entries(inputs)
      .filter(([, value]) => JSON.stringify(withoutSecrets(value)).includes(JSON.stringify(text).slice(1, -1)))
      .map(([key]) => `${name}.${key}`),
  );
  assert.deepEqual(shown, []);
}

/** A value without the secrets in it, of which one may stand anywhere in a mapping. */
function withoutSecrets(value: unknown): unknown {
  if (isSecret(value)) return 'secret';
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutSecrets(one)]));
}
