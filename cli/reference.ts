import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configReference } from '../model/reference/reference';
import { stackSchema } from '../model/reference/stack-schema';

// Writes what the documentation says about config, from the schema that checks it.
const directory = join(__dirname, '..', 'docs', 'reference');
writeFileSync(join(directory, 'config.md'), configReference());
writeFileSync(join(directory, 'config.schema.json'), `${JSON.stringify(stackSchema(), undefined, 2)}\n`);
