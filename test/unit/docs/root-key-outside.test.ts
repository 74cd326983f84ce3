import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ruleProblems } from '../../../model/rules/rules';
import { rootKeyOutsidePage } from '../../root-key-outside-page';
import { primaryRemote, topologyOf } from '../model/specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

describe('how to keep the key of a root outside', function () {
  // Keys of RSA take their time on a busy machine.
  this.timeout(180_000);
  let directory: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'meshwork-root-'));
    rootKeyOutsidePage.makeRoot(directory);
    for (const cluster of ['east', 'west']) rootKeyOutsidePage.makeIntermediate(directory, cluster);
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  const read = (file: string) => readFileSync(join(directory, file), 'utf8');

  /** The config on the page, with what its commands have made, for two primaries. */
  function configured(intermediateKeys: object) {
    const raw = primaryRemote();
    raw.clusters['west'] = { mesh: 'blue', network: 'net-west', role: 'primary' };
    const [written = ''] = rootKeyOutsidePage.blocks('yaml');
    const { 'meshwork:meshes': meshes } = parse(written) as { 'meshwork:meshes': { blue: Record<string, unknown> } };
    const roots = { outside: { given: { certificate: read('root.pem') } } };
    const intermediates = { given: { east: read('east.pem'), west: read('west.pem') } };
    assert.deepEqual(
      [meshes.blue['roots'], meshes.blue['intermediates']].map(shapeOf),
      [roots, intermediates].map(shapeOf),
    );
    return { ...raw, meshes: { blue: { ...meshes.blue, roots, intermediates } }, intermediateKeys };
  }

  it('makes what config accepts, with the extensions of the page', () => {
    const keys = { east: read('east.key'), west: read('west.key') };
    assert.deepEqual(ruleProblems(topologyOf(configured(keys)), SERVERS), []);
  });

  it('sets a key as the message about a missing one says', () => {
    const [problem, ...others] = ruleProblems(topologyOf(configured({ west: read('west.key') })), SERVERS);
    assert.deepEqual(others, []);
    assert.ok(rootKeyOutsidePage.blocks('sh')[2]?.includes(problem?.fix?.replace('FILE', 'east.key') ?? 'no fix'));
  });
});

/** A tree without its texts. */
function shapeOf(tree: unknown): unknown {
  if (typeof tree !== 'object' || tree === null) return 'text';
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, shapeOf(value)]));
}
