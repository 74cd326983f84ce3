import { strict as assert } from 'node:assert';
import { neverMade } from '../../../config/away';
import { needsState, parseState, readState } from '../../../config/stack-state';
import { plan } from '../../../model/plan/plan';
import { topologyOf, withMachine } from '../model/specimen';

const planWith = (state: string, what: 'cluster' | 'machine' = 'cluster') => {
  const raw = withMachine();
  if (what === 'cluster') raw.clusters['west'] = { ...raw.clusters['west'], state };
  else raw.virtualMachines['vm-1'] = { ...raw.virtualMachines['vm-1'], state };
  return plan(topologyOf(raw));
};

describe('the state of a stack', () => {
  it('is read only where a place is away', () => {
    assert.equal(needsState(planWith('active')), false);
    for (const state of ['offline', 'retired'])
      for (const what of ['cluster', 'machine'] as const) assert.equal(needsState(planWith(state, what)), true, what);
  });

  it('has the resources of an export but for those that are still to be deleted', () => {
    const [first, second] = [
      { urn: 'urn:1', type: 'a:b:C', custom: true, id: '1' },
      { urn: 'urn:2', type: 'a:b:C', delete: true },
    ];
    const text = JSON.stringify({ version: 3, deployment: { manifest: {}, resources: [first, second] } });
    assert.deepEqual(parseState(text), [{ ...first, inputs: {}, outputs: {}, delete: false }]);
    assert.deepEqual(parseState('{"version":3,"deployment":{}}'), []);
  });

  it('refuses a cluster that is offline and of which it has nothing', () => {
    const [problem] = neverMade(planWith('offline'), []);
    assert.deepEqual(problem, {
      path: 'meshwork:clusters.west.state',
      found: '"offline", but this stack has made nothing in the cluster',
      expected: 'a cluster that was deployed to before',
      fix: 'Take the cluster out of the config until it can be reached, or set the state to "active".',
    });
    const provider = { urn: 'urn:pulumi:dev::meshwork::pulumi:providers:kubernetes::west-provider', type: '' };
    const state = parseState(JSON.stringify({ deployment: { resources: [provider] } }));
    assert.deepEqual(neverMade(planWith('offline'), state), []);
  });

  it('says what to do without the CLI', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = '/nonexistent';
    try {
      await assert.rejects(readState('organization/meshwork/dev'), {
        message:
          'A place of this configuration is offline or retired, and the state, which knows what was made of it, cannot be read: there is no pulumi CLI on PATH. ' +
          'The pulumi CLI has to be on PATH, and logged in to the backend of the stack. Nothing was changed.',
      });
    } finally {
      process.env['PATH'] = PATH;
    }
  });
});
