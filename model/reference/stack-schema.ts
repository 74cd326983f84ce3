import { z } from 'zod';
import { config, SECRET_KEYS } from '../schema/config';
import { dnsLabel } from '../schema/dns-label';
import { registryHost } from '../schema/registry';

/** As `pulumi config set --secret` leaves it in the file. */
const encrypted = z.strictObject({ secure: z.string() });

/** A key whose values are in the file in another form than in the config that the program reads. */
function secrets(key: (typeof SECRET_KEYS)[number]) {
  const text = z.union([z.string(), encrypted]);
  // Keys of roots are by mesh and root, those of certificates by gateway and server, logins by registry and part. The one login of the charts has its parts right there.
  const nested = key === 'rootKeys' || key === 'certificateKeys' || key === 'registryCredentials';
  const names = key === 'registryCredentials' ? registryHost : dnsLabel;
  return z
    .record(names, nested ? z.record(dnsLabel, text) : text)
    .optional()
    .describe(config.shape[key].description ?? '');
}

/**
 * The JSON Schema of a stack's config file (`Pulumi.<stack>.yaml`), for editors. It describes the keys below `meshwork:` in full, and takes any
 * keys of Pulumi and of other programs. The rules check more than the shape of the config; that is not in it.
 */
export function stackSchema(): object {
  const keys = Object.entries({
    ...config.shape,
    ...Object.fromEntries(SECRET_KEYS.map((key) => [key, secrets(key)])),
  });
  const named = z.object(Object.fromEntries(keys.map(([key, value]) => [`meshwork:${key}`, value])));
  const { $schema, ...meshwork } = z.toJSONSchema(named, { io: 'input', unrepresentable: 'any' });
  // Keys of other programs are theirs; an unknown one of ours is refused.
  const others = { patternProperties: { '^(?!meshwork:)': {} }, additionalProperties: false };
  return { $schema, type: 'object', properties: { config: { ...meshwork, ...others } }, required: ['config'] };
}
