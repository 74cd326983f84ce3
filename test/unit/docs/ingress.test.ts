import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { ruleProblems } from '../../../model/rules/rules';
import { pem } from '../model/rules/ingress-gateways';
import { primaryRemote, topologyOf } from '../model/specimen';

const PAGE = readFileSync(join(__dirname, '../../../docs/how-to/ingress.md'), 'utf8');

/** The blocks of YAML in the page, with a real authority where it has a word in its place. */
const BLOCKS = [...PAGE.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) =>
  text.replace(/^( *)AUTHORITY$/m, (_, indent: string) => pem('authority.pem').trimEnd().replaceAll(/^/gm, indent)),
);

const service = (appProtocol = 'http') => ({
  namespace: 'shop',
  clusters: ['east'],
  ports: { main: { port: 80, appProtocol } },
});

describe('docs/how-to/ingress.md', () => {
  it('has blocks of config', () => assert.ok(BLOCKS.length >= 4));

  for (const [index, block] of BLOCKS.entries())
    it(`has a block of config that the rules accept: ${index + 1}`, () => {
      const config = Object.entries(parseYaml(block) as Record<string, unknown>);
      const services = {
        orders: service(),
        shop: service(),
        'orders-next': service(),
        vault: service('tls'),
        db: service('tcp'),
      };
      const raw = {
        ...primaryRemote(),
        services,
        ...Object.fromEntries(config.map(([key, value]) => [key.replace('meshwork:', ''), value])),
      };
      assert.deepEqual(ruleProblems(topologyOf(raw), { west: 'https://192.0.2.1:6443' }), []);
    });
});
