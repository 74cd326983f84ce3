import { strict as assert } from 'node:assert';
import { parse } from '../../../../model/problems/parse';
import { primaryRemote } from '../specimen';

const PASSWORD = 'hunter2';

describe('addresses in a configuration', () => {
  for (const [path, at] of [
    ['meshwork:istio.charts.repository', ['istio', { version: '1.31.1', charts: { repository: address('charts') } }]],
    ['meshwork:istio.charts.oci', ['istio', { version: '1.31.1', charts: { oci: address('charts', 'oci') } }]],
    [
      'meshwork:clusters.west.apiServer.server',
      ['clusters', { west: { ...west(), apiServer: { server: address('api') } } }],
    ],
  ] as const)
    it(`name no user: ${path} is refused, and the password not shown`, () => {
      const { problems } = parse({ ...primaryRemote(), [at[0]]: at[1] });
      const problem = problems.find((one) => one.path === path);
      assert.equal(problem?.expected, 'an address without user name and password');
      assert.ok(!JSON.stringify(problems).includes(PASSWORD));
    });

  it('are taken with none', () => {
    const { problems } = parse({
      ...primaryRemote(),
      istio: { version: '1.31.1', charts: { repository: 'https://charts.example/istio@1.31' } },
    });
    assert.deepEqual(problems, []);
  });
});

function address(host: string, scheme = 'https'): string {
  return `${scheme}://admin:${PASSWORD}@${host}.example`;
}

function west() {
  return primaryRemote().clusters['west'];
}
