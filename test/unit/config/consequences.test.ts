import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfiguration } from '../../../config/read';
import { parse } from '../../../model/problems/parse';
import { describeProblems, type Problem } from '../../../model/problems/problem';
import { everyKey, pathsIn, withValueAt } from '../model/every-key';
import { federated, primaryRemote } from '../model/specimen';
import { problemsWhen } from './refusal';

/** All problems of a configuration, those aside that say that there is no kubeconfig. */
function problemsOf(raw: Record<string, unknown>): Problem[] {
  return problemsWhen(() => readConfiguration(raw, { KUBECONFIG: '/nowhere/kubeconfig' })).filter(
    ({ found }) => !/^no file at|^nothing, and nothing at/.test(found),
  );
}

function pathsOf(raw: Record<string, unknown>): string[] {
  return problemsOf(raw)
    .map(({ path }) => path.replace('meshwork:', ''))
    .sort();
}

/** Wrong nearly everywhere. An empty mapping is left out: where things are named it says that there are none, and that has consequences. */
const WRONG = [undefined, null, 5, [], 'Some Text!'];

describe('a wrong shape', () => {
  it('is no reason to say that something does not exist that is named', () => {
    const s3 = primaryRemote();
    const s6 = federated();
    const { orders, stock } = s6.services;
    const wrong: Record<string, Record<string, unknown>> = {
      'networks.net-east': { ...s3, networks: { ...s3.networks, 'net-east': null } },
      'meshes.blue': { ...s3, meshes: { blue: 'blue.example' } },
      'meshes.blue.roots.first': { ...s3, meshes: { blue: { signer: 'first', roots: { first: null } } } },
      'clusters.east': { ...s3, clusters: { ...s3.clusters, east: null } },
      'services.orders': { ...s6, services: { orders: null, stock } },
      'services.orders.ports.http': { ...s6, services: { orders: { ...orders, ports: { http: null } }, stock } },
      'kubeconfigs.east': { ...s3, kubeconfigs: { east: null } },
    };
    for (const [path, raw] of Object.entries(wrong)) assert.deepEqual(pathsOf(raw), [path]);
  });

  it('is told once, not also as something that is missing', () => {
    const raw = primaryRemote();
    raw.networks['net-east'] = { gateway: { address: 'hostname', hostname: 'no host name' } };
    assert.deepEqual(pathsOf(raw), ['networks.net-east.gateway.hostname']);
  });

  it('has no consequences, wherever it is', () => {
    const anyway = pathsOf(everyKey());
    for (const path of pathsIn(everyKey()))
      for (const value of WRONG) {
        const raw = withValueAt(everyKey(), path, value);
        if (parse(raw).problems.length === 0) continue;
        const place = path.join('.');
        const elsewhere = pathsOf(raw).filter((other) => other !== place && !other.startsWith(`${place}.`));
        // Without its last entry, the mapping itself is the mistake.
        const above = path.slice(0, -1).join('.');
        assert.deepEqual(
          elsewhere.filter((other) => !anyway.includes(other) && (value !== undefined || other !== above)),
          [],
          `${place}: ${JSON.stringify(value)}`,
        );
      }
  });

  it('of a name is told at the name alone: references by the nearest valid name are right', () => {
    const raw = primaryRemote();
    raw.networks = { Net_East: {}, 'net-west': {} };
    raw.clusters = { East: raw.clusters['east'] ?? {}, west: raw.clusters['west'] ?? {} };
    assert.deepEqual(
      problemsOf(raw).map(({ path, fix }) => [path, fix]),
      [
        ['meshwork:networks.Net_East', 'Call it "net-east".'],
        ['meshwork:clusters.East', 'Call it "east".'],
      ],
    );
  });

  it('is a name with a meaning in JavaScript, and is told without consequences as well', () => {
    const raw = primaryRemote();
    const { east, west } = raw.clusters;
    raw.clusters = { east: east ?? {}, constructor: west ?? {} };
    assert.deepEqual(pathsOf(raw), ['clusters.constructor']);
    raw.clusters = { east: east ?? {}, west: { ...west, primary: 'constructor' } };
    assert.deepEqual(pathsOf(raw), ['clusters.west.primary']);
    assert.deepEqual(pathsOf({ ...primaryRemote(), constructor: {} }), ['constructor']);
  });

  it('is told as README shows it: a key that is missing because it is misspelt, beside mistakes elsewhere', () => {
    const raw = primaryRemote();
    raw.clusters['east'] = { ...raw.clusters['east'], mesh: 'bleu' };
    raw.clusters['west'] = { mesh: 'blue', netwrok: 'net-west', role: 'remote', primary: 'east' };
    const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
    assert.ok(readme.includes(describeProblems(problemsOf(raw))), describeProblems(problemsOf(raw)));
  });

  it('is a path that was set as one key: keys that are missing for that reason are not told as well', () => {
    const { istio, ...raw } = primaryRemote();
    assert.deepEqual(
      problemsOf({ ...raw, 'istio.version': istio['version'] }).map(({ path, fix }) => [path, fix]),
      [['meshwork:istio.version', 'Set it with --path, or write it below meshwork:istio.']],
    );
  });

  it('keeps rules about the entry silent until it is right', () => {
    const raw = primaryRemote();
    raw.clusters['west'] = { ...raw.clusters['west'], netwrok: 'net-west', primary: 'eats' };
    assert.deepEqual(pathsOf(raw), ['clusters.west.netwrok']);
    raw.meshes['blue'] = { signer: 'old', mlts: 'strict' };
    assert.deepEqual(pathsOf(raw), ['clusters.west.netwrok', 'meshes.blue.mlts']);
  });

  it('of `istio` does not hide the values that are set there', () => {
    const raw = primaryRemote();
    raw.clusters['east'] = { ...raw.clusters['east'], values: { istiod: { replicaCount: 3 } } };
    raw.istio = { ...raw.istio, values: { istiod: { autoscaleEnabled: false } }, crds: 'drop' };
    assert.deepEqual(pathsOf(raw), ['istio.crds']);
    raw.istio['crds'] = 'keep';
    assert.deepEqual(pathsOf(raw), []);
    raw.istio['values'] = {};
    assert.deepEqual(pathsOf(raw), ['clusters.east.values.istiod.replicaCount']);
  });

  it('leaves its name among those that others may refer to', () => {
    const raw = primaryRemote();
    raw.clusters['east'] = { ...raw.clusters['east'], role: 'primry' };
    raw.clusters['west'] = { ...raw.clusters['west'], primary: 'eats' };
    assert.deepEqual(
      problemsOf(raw).map(({ path, expected, fix }) => [path, expected, fix]),
      [
        ['meshwork:clusters.east.role', 'one of primary, remote, standalone', 'Did you mean "primary"?'],
        ['meshwork:clusters.west.primary', 'a cluster of mesh blue with role primary: east', 'Did you mean "east"?'],
      ],
    );
  });

  it('of a federation hides that two meshes share a trust domain only where the federation may say so', () => {
    const raw = federated();
    raw.meshes['red'] = { trustDomain: 'green.example' };
    raw.clusters['north'] = { mesh: 'red', network: 'shared', role: 'primary' };
    raw.federations['blue-red'] = { meshes: ['blue', 'red'] };
    assert.deepEqual(pathsOf(raw), ['meshes.red.trustDomain']);
    raw.federations['green-red'] = { meshes: ['green', 'red'], sharedTrustDomain: 'yes' };
    assert.deepEqual(pathsOf(raw), ['federations.green-red.sharedTrustDomain']);
  });

  it('hides nothing else', () => {
    const raw = primaryRemote();
    raw.networks['net-east'] = null;
    raw.networks['net-far'] = {};
    raw.clusters['west'] = { ...raw.clusters['west'], primary: 'eats' };
    assert.deepEqual(pathsOf(raw), ['clusters.west.primary', 'networks.net-east', 'networks.net-far']);
  });

  it('of something that has to be there hides nothing else either', () => {
    for (const key of ['role', 'network', 'mesh']) {
      const raw = primaryRemote();
      raw.meshes['blue'] = { signer: 'old' };
      raw.clusters['west'] = { ...raw.clusters['west'], primary: 'eats' };
      raw.clusters['east'] = { ...raw.clusters['east'], [key]: undefined };
      assert.deepEqual(pathsOf(raw), [`clusters.east.${key}`, 'clusters.west.primary', 'meshes.blue.signer']);
    }
  });
});
