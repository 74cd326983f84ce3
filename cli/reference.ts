import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cloudReference } from '../model/reference/clouds';
import { kubeconfigReference } from '../model/reference/kubeconfig';
import { configReference } from '../model/reference/reference';
import { stackSchema } from '../model/reference/stack-schema';

// Writes what the documentation says about config, from the schema that checks it, and about clouds and kubeconfigs, from the tables that objects are made by.
const directory = join(__dirname, '..', 'docs', 'reference');
writeFileSync(join(directory, 'config.md'), configReference());
writeFileSync(join(directory, 'clouds.md'), cloudReference());
writeFileSync(join(directory, 'kubeconfig.md'), kubeconfigReference());
writeFileSync(join(directory, 'config.schema.json'), `${JSON.stringify(stackSchema(), undefined, 2)}\n`);
