import assert from 'node:assert/strict';
import { nodeRules, routerRules } from '../../../../lab/network/isolation';
import { nodeLinks, routerLinks } from '../../../../lab/network/links';
import { type ClusterAddresses, planAddresses } from '../../../../lab/network/plan';

describe('network of a lab', () => {
  const plan = planAddresses([
    { name: 'a', network: 'shared' },
    { name: 'b', network: 'shared' },
    { name: 'c', network: 'alone' },
  ]);
  const [a, , c] = plan as [ClusterAddresses, ClusterAddresses, ClusterAddresses];

  it('lets only clusters of the same network through to pods, and refuses the rest last', () => {
    const lines = chain(routerRules(plan), 'forward');
    assert.deepEqual(lines.slice(1), [
      'iifname { "cluster1", "cluster2" } ip daddr 10.1.0.0/16 accept',
      'iifname { "cluster1", "cluster2" } ip daddr 10.2.0.0/16 accept',
      'iifname { "cluster3" } ip daddr 10.3.0.0/16 accept',
      'ip daddr { 10.1.0.0/16, 10.2.0.0/16, 10.3.0.0/16 } counter name "refused" reject with icmp admin-prohibited',
    ]);
  });

  it('refuses pods to processes beside the clusters too', () => {
    assert.match(
      chain(routerRules(plan), 'output').join(),
      /10\.1\.0\.0\/16, 10\.2\.0\.0\/16, 10\.3\.0\.0\/16 .* reject/,
    );
  });

  it('masquerades pods, but not towards pods of their own network', () => {
    assert.deepEqual(chain(nodeRules(plan, a, a.nodes[0]), 'postrouting').slice(1), [
      'ip saddr 10.1.0.0/18 ip daddr { 10.1.0.0/16, 10.2.0.0/16 } return',
      'ip saddr 10.1.0.0/18 oifname "eth0" masquerade',
    ]);
    assert.equal(
      chain(nodeRules(plan, c, c.nodes[0]), 'postrouting')[1],
      'ip saddr 10.3.0.0/18 ip daddr { 10.3.0.0/16 } return',
    );
  });

  it('routes pods and load balancers of each cluster to its node', () => {
    assert.match(routerLinks(plan), /^route add 10\.3\.0\.0\/16 via 10\.0\.3\.1$/m);
    assert.match(routerLinks(plan), /^route add 10\.203\.0\.0\/24 via 10\.0\.3\.1$/m);
    assert.match(nodeLinks(c, c.nodes[0]), /^route add default via 10\.0\.3\.254$/m);
  });
});

describe('network of a cluster of two nodes', () => {
  const plan = planAddresses([
    { name: 'a', network: 'shared', nodes: 2 },
    { name: 'b', network: 'shared' },
  ]);
  const [a] = plan as [ClusterAddresses];
  const second = a.nodes[1];
  assert.ok(second);

  it('lets the pods of both through to those of their network', () => {
    assert.deepEqual(
      chain(routerRules(plan), 'forward').slice(1, 3),
      ['10.1.0.0/16', '10.2.0.0/16'].map(
        (range) => `iifname { "cluster1", "cluster1-2", "cluster2" } ip daddr ${range} accept`,
      ),
    );
    assert.equal(
      chain(nodeRules(plan, a, second), 'postrouting')[1],
      'ip saddr 10.1.64.0/18 ip daddr { 10.1.0.0/16, 10.2.0.0/16 } return',
    );
  });

  it('routes the pods of the second node to it, from the router and from the first node, and load balancers to the first', () => {
    assert.match(routerLinks(plan), /^route add 10\.1\.0\.0\/16 via 10\.0\.1\.1$/m);
    assert.match(routerLinks(plan), /^route add 10\.1\.64\.0\/18 via 10\.0\.1\.2$/m);
    assert.match(routerLinks(plan), /^route add 10\.201\.0\.0\/24 via 10\.0\.1\.1$/m);
    assert.match(nodeLinks(a, a.nodes[0]), /^route add 10\.1\.64\.0\/18 via 10\.0\.1\.254$/m);
    assert.match(nodeLinks(a, second), /^route add 10\.1\.0\.0\/18 via 10\.0\.1\.254$/m);
  });
});

/** The rules of one chain, one a line. */
function chain(rules: string, name: string): string[] {
  const body = new RegExp(`chain ${name} \\{\n([^}]*(?:\\{[^}]*\\}[^}]*)*?)\n {2}\\}`).exec(rules)?.[1] ?? '';
  return body.split('\n').map((line) => line.trim());
}
