import { strict as assert } from 'node:assert';
import { primaryRemote } from '../unit/model/specimen';
import { deployMocked } from './deployment';
import { isSecret, revealed } from './recording';

const REPOSITORY = 'https://charts.example';

/** The charts of S3 from a repository, and what they get to know of it. */
async function chartsOf(more: object) {
  const raw = { ...primaryRemote(), ...more };
  raw.istio = { ...raw.istio, charts: { repository: REPOSITORY } };
  const { registrations } = await deployMocked(raw);
  return registrations.filter(({ type }) => type === 'kubernetes:helm.sh/v4:Chart');
}

describe('a chart repository with a password', () => {
  it('is logged in to by every chart, with secrets', async () => {
    const charts = await chartsOf({ chartCredentials: { username: 'mesh', password: 'VERYSECRET' } });
    assert.ok(charts.length >= 6);
    for (const { inputs, name } of charts) {
      assert.ok(isSecret(inputs['repositoryOpts']), name);
      assert.deepEqual(revealed(inputs['repositoryOpts']), {
        repo: REPOSITORY,
        username: 'mesh',
        password: 'VERYSECRET',
      });
    }
  });

  it('is asked without a login if config has none', async () => {
    for (const { inputs } of await chartsOf({})) assert.deepEqual(inputs['repositoryOpts'], { repo: REPOSITORY });
  });
});
