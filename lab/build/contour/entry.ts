import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { cacheDirectory } from '../../cache/directory';
import { Cache } from '../../cache/entry';
import { keyOf } from '../../cache/key';
import type { Progress } from '../../progress';
import type { ImageArchive } from '../artifacts-types';
import { go } from '../go-build';
import * as groups from '../go-groups';
import { goPrograms, type Programs } from '../go-programs';
import { imageEntry } from '../images/entry';
import { labDirectory, requiredVersion } from '../versions';

const MODULE = 'github.com/projectcontour/contour';
const DIRECTORY = 'build/contour';

/** What a cluster needs to run Contour. */
export interface ContourArtifacts {
  readonly image: ImageArchive;
  /** JSON file, a List for kubectl: the CustomResourceDefinitions without which Contour does not start. */
  readonly definitions: string;
}

/** Contour watches these whether or not they are used; it has a flag only for leaving out its other kinds. */
const NEEDED_DEFINITIONS = ['httpproxies.projectcontour.io', 'tlscertificatedelegations.projectcontour.io'];

/** Builds Contour, which only labs with an ingress controller need, or finds it in the cache. */
export async function buildContour(options: { readonly progress: Progress }): Promise<ContourArtifacts> {
  const { progress } = options;
  const cache = new Cache(cacheDirectory());
  const version = await requiredVersion(`${DIRECTORY}/go.mod`, MODULE);
  const programs = (await goPrograms(cache, [groups.contour], progress)).get(groups.contour);
  const [image, definitions] = await Promise.all([
    contourImage(cache, programs, version.slice(1), progress),
    contourDefinitions(cache, version),
  ]);
  return { image, definitions };
}

function contourImage(cache: Cache, programs: Programs, version: string, progress: Progress): Promise<ImageArchive> {
  const image = {
    name: 'contour',
    reference: `meshwork.lab/contour:${version}`,
    from: [programs.key],
    config: { entrypoint: ['/contour'], user: '65532:65532' },
  };
  return imageEntry(
    cache,
    { ...image, addFiles: (root) => root.addProgram('contour', path.join(programs.directory, 'contour')) },
    progress,
  );
}

/** Takes the definitions out of Contour's module, whose content go.sum pins. */
async function contourDefinitions(cache: Cache, version: string): Promise<string> {
  const files = [`${DIRECTORY}/go.sum`, `${DIRECTORY}/entry.ts`];
  const key = await keyOf({ root: labDirectory, values: [version], files });
  const directory = await cache.ensure({ name: 'contour-definitions', key }, async (partial) => {
    const { Dir } = JSON.parse(await go(['mod', 'download', '-json', MODULE], { module: DIRECTORY })) as {
      Dir: string;
    };
    const text = await readFile(path.join(Dir, 'examples/contour/01-crds.yaml'), 'utf8');
    const all = parseAllDocuments(text).map((document) => document.toJS() as { metadata?: { name?: string } } | null);
    const items = all.filter((found) => NEEDED_DEFINITIONS.includes(found?.metadata?.name ?? ''));
    if (items.length !== NEEDED_DEFINITIONS.length) {
      throw new Error(`${MODULE}@${version} does not define all of ${NEEDED_DEFINITIONS.join(', ')}.`);
    }
    await writeFile(path.join(partial, 'definitions.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  });
  return path.join(directory, 'definitions.json');
}
