import { z } from 'zod';

const HOST = 'the host of a registry, with its port if it has one, such as registry.example.org:5000';

/** The host of a registry, as image names begin with it. */
export const registryHost = z.string({ error: HOST }).regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/, { error: HOST });

/** How a registry is logged in to. */
export const registryLogin = z.strictObject({
  username: z
    .string()
    .min(1)
    .describe('The user name, or what the registry takes for one, such as `oauth2accesstoken`.'),
  password: z.string().min(1).describe('The password or token. One that ends has to be set again.'),
});
