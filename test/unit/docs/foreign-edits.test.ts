import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { foreignEdits } from '../../../components/foreign-edits';
import { parse } from '../../../model/problems/parse';
import { resolve } from '../../../model/topology/resolve';
import { ruleProblems } from '../../../model/rules/rules';

const PAGE = readFileSync('docs/how-to/foreign-edits.md', 'utf8');
const BLOCKS = [...PAGE.matchAll(/^ *```yaml\n([^]*?)^ *```$/gm)].map(([, text = '']) => text);

describe('the text about foreign edits', () => {
  it('shows config that is valid', () => {
    assert.equal(BLOCKS.length, 2);
    for (const block of BLOCKS) {
      const { 'meshwork:istio': istio } = parseYaml(block) as { 'meshwork:istio': object };
      const { problems, spec } = parse({
        istio,
        meshes: { blue: { trustDomain: 'blue.example' } },
        networks: { net: {} },
        clusters: { east: { mesh: 'blue', network: 'net', role: 'primary', kubeconfig: { context: 'east' } } },
      });
      assert.deepEqual(problems, []);
      assert.ok(spec);
      assert.deepEqual(ruleProblems(resolve(spec), { east: 'https://192.0.2.1:6443' }), []);
    }
  });

  it('quotes the warning as it is', async () => {
    const fieldsV1 = { 'f:data': { 'f:mesh': {} } };
    const managedFields = [{ manager: 'mesh-tuner', time: '2026-11-29T15:11:05Z', fieldsV1 }];
    const metadata = { name: 'istio', namespace: 'istio-system', managedFields };
    const [warning = ''] = await foreignEdits({
      name: 'east-control-plane-default-istiod:istio-system/istio',
      newInputs: { data: { mesh: '' } },
      oldOutputs: { kind: 'ConfigMap', metadata },
    });
    assert.ok(PAGE.replaceAll('\n', ' ').includes(warning), warning);
  });
});
