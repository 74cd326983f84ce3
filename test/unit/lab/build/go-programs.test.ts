import assert from 'node:assert/strict';
import { parallelJobs } from '../../../../lab/build/go-build';
import * as groups from '../../../../lab/build/go-groups';
import { executableName } from '../../../../lab/build/go-programs';
import { pluginVersions } from '../../../../lab/build/versions';
import { dependencies } from '../../../../package.json';

describe('Go programs', () => {
  it('have a stand-in for each plugin that an npm package of the project asks for, in the version of that package', () => {
    const asked = Object.entries(dependencies)
      .filter(([name]) => name.startsWith('@pulumi/') && name !== '@pulumi/pulumi')
      .map(([name, version]) => [name.slice('@pulumi/'.length), version]);
    assert.deepEqual(Object.fromEntries(asked), pluginVersions);
    assert.deepEqual(
      Object.keys(groups.standInPlugins.programs).sort(),
      Object.keys(pluginVersions)
        .map((name) => `pulumi-resource-${name}`)
        .sort(),
    );
  });

  it('are named after their packages as the go command does it', () => {
    assert.equal(executableName('./build/kubernetes/kube'), 'kube');
    assert.equal(executableName('github.com/pulumi/pulumi/pkg/v3/cmd/pulumi'), 'pulumi');
    assert.equal(executableName('go.etcd.io/etcd/server/v3'), 'server');
  });

  it('are built by as many jobs as processors and memory allow', () => {
    const GIBIBYTE = 2 ** 30;
    assert.equal(parallelJobs(2, 24 * GIBIBYTE), 2);
    assert.equal(parallelJobs(16, 6 * GIBIBYTE), 2);
    assert.equal(parallelJobs(4, GIBIBYTE), 1);
  });

  it('have names of their own, because one build puts all of them into one directory', () => {
    const names = Object.values(groups).flatMap((group) => Object.values(group.programs).map(executableName));
    assert.deepEqual(names.length, new Set(names).size);
  });
});
