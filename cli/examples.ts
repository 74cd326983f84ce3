import { readFileSync, writeFileSync } from 'node:fs';
import { Example } from '../examples/example';
import { withTopology } from '../examples/topology';

// Draws the topology of every example into its README.
for (const example of Example.all())
  writeFileSync(example.readme, withTopology(readFileSync(example.readme, 'utf8'), example));
