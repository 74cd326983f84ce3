import assert from 'node:assert/strict';
import { engineArtifacts } from '../../../../lab/build/engine/choose';
import { decideEngine, decidePlugins, isAtLeast } from '../../../../lab/build/engine/decide';
import type { EngineFacts, PluginPlace } from '../../../../lab/build/engine/decide';

const pulumi = { executable: '/opt/pulumi/pulumi', version: 'v3.250.1', hasNodeHost: true };
const inDirectory = (name: string): PluginPlace => ({
  kind: 'directory',
  name: `resource-${name}-v1`,
  directory: `/home/plugins/${name}`,
});
const all = new Map<string, PluginPlace | undefined>([
  ['kubernetes', inDirectory('kubernetes')],
  ['tls', { kind: 'path', file: '/usr/bin/pulumi-resource-tls' }],
]);
const some = new Map(all).set('kubernetes', undefined);

describe('choice of the engine', () => {
  it('takes the pulumi on PATH from 3.245.0 on', () => {
    assert.equal(decideEngine({ pulumi }).engine, 'official');
    assert.equal(decideEngine({ pulumi: { ...pulumi, version: 'v3.245.0' } }).engine, 'official');
    assert.equal(decideEngine({ pulumi: { ...pulumi, version: 'v3.244.9' } }).engine, 'built');
  });

  it('builds one where there is none, where it cannot run Node programs, and where it does not tell its version', () => {
    assert.equal(decideEngine({ pulumi: undefined }).engine, 'built');
    assert.match(decideEngine({ pulumi: { ...pulumi, hasNodeHost: false } }).because, /pulumi-language-nodejs/);
    assert.equal(decideEngine({ pulumi: { ...pulumi, version: 'no version' } }).engine, 'built');
  });

  it('compares versions as numbers', () => {
    assert.ok(isAtLeast('v4.0.0', '3.245.0'));
    assert.ok(!isAtLeast('v3.99.0', '3.245.0'));
    assert.ok(isAtLeast('3.245.0-alpha.1', '3.245.0'));
  });
});

describe('choice of the plugins', () => {
  it('takes the official ones only if all are there', () => {
    assert.equal(decidePlugins({ plugins: all, forced: undefined }).plugins, 'official');
    const decision = decidePlugins({ plugins: some, forced: '' });
    assert.equal(decision.plugins, 'stand-in');
    assert.match(decision.because, /could be installed: kubernetes$/);
  });

  it('follows MESHWORK_LAB_PLUGINS, or says why it cannot', () => {
    assert.equal(decidePlugins({ plugins: all, forced: 'stand-in' }).plugins, 'stand-in');
    assert.equal(decidePlugins({ plugins: all, forced: 'official' }).plugins, 'official');
    assert.throws(() => decidePlugins({ plugins: some, forced: 'official' }), /kubernetes.*\$PULUMI_HOME\/plugins/);
    assert.throws(() => decidePlugins({ plugins: all, forced: 'offical' }), /"offical".*"official" and "stand-in"/);
  });
});

describe('settings of the engine', () => {
  const built = { binDirectory: '/cache/bin', standInDirectory: '/cache/plugins' };
  const facts: EngineFacts = { pulumi, plugins: all, forced: undefined };

  it('is the official engine, with official plugins linked from where they are', () => {
    const engine = engineArtifacts(facts, built);
    assert.equal(engine.executable, '/opt/pulumi/pulumi');
    assert.deepEqual(engine.pluginDirectories, [
      { name: 'resource-kubernetes-v1', directory: '/home/plugins/kubernetes' },
    ]);
    assert.deepEqual(engine.environment, {});
  });

  it('keeps plugins on PATH out of the way of stand-ins', () => {
    const engine = engineArtifacts({ ...facts, forced: 'stand-in', pulumi: undefined }, built);
    assert.equal(engine.executable, '/cache/bin/pulumi');
    assert.equal(engine.environment['PULUMI_IGNORE_AMBIENT_PLUGINS'], 'true');
    assert.ok(engine.pluginDirectories.some((one) => one.directory === '/cache/plugins/tls'));
    assert.deepEqual(
      engine.pluginDirectories.find((one) => one.directory === '/cache/plugins/command'),
      { name: 'resource-command-v1.2.1', directory: '/cache/plugins/command' },
    );
    assert.match(engine.explanation, /stand-ins/);
  });
});
