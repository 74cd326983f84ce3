import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { globSync } from 'glob';
import { parse } from 'yaml';
import { Example } from '../../../examples/example';
import { withTopology } from '../../../examples/topology';
import { agnhostVersion } from '../../../lab/build/versions';
import { specOf, topologyOf } from '../model/specimen';
import { ruleProblems } from '../../../model/rules/rules';

const stackOf = (file: string) => parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

describe('examples', () => {
  it('are there', () => {
    assert.ok(Example.all().length >= 4);
    assert.equal(Example.find('s0-nothing'), undefined);
  });

  it('have S3 as the dev stack has it', () => {
    assert.deepEqual(
      stackOf(Example.find('s3-primary-remote-two-networks')?.configFile ?? ''),
      stackOf('Pulumi.dev.yaml'),
    );
  });

  it('need an ingress controller where they open a service by an Ingress', () => {
    assert.deepEqual(Example.find('s1-no-mesh')?.ingressClusters(), ['east']);
    assert.deepEqual(Example.find('s2-primary-remote-one-network')?.ingressClusters(), []);
  });

  it('have clusters in the networks of their config, and those in no mesh by themselves', () => {
    const networks = (name: string) =>
      Example.find(name)
        ?.clusters()
        .map(({ network }) => network);
    assert.deepEqual(networks('s1-no-mesh'), ['east', 'west']);
    assert.deepEqual(networks('s4-multi-primary-one-network'), ['net', 'net']);
  });

  for (const example of Example.all())
    describe(example.name, () => {
      it('has a config that the rules accept', () => {
        // Machines are reached by a key, which is no part of a config in git.
        const sshKeys = example.machines().length === 0 ? {} : { default: 'key' };
        assert.deepEqual(ruleProblems(topologyOf({ ...example.config(), sshKeys }), {}), []);
      });

      it('has workloads for clusters of its own, with the image that verify and labs have', () => {
        const files = globSync(join(dirname(example.configFile), 'workloads', '*'));
        const known = example.clusters().map(({ name }) => example.workloads(name));
        for (const file of files) {
          assert.ok(known.includes(file), file);
          const images = readFileSync(file, 'utf8').matchAll(/image: (.*)$/gm);
          for (const [, image] of images) {
            assert.equal(image, `registry.k8s.io/e2e-test-images/agnhost:${agnhostVersion}`);
            assert.equal(image, specOf(example.config()).verify.image);
          }
        }
      });

      it('opens with the passphrase of the lab', () => {
        assert.equal(stackOf(example.configFile)['encryptionsalt'], stackOf('Pulumi.dev.yaml')['encryptionsalt']);
      });

      it('has the picture of its config in its README; `npm run examples` draws it anew', () => {
        const readme = readFileSync(example.readme, 'utf8');
        assert.equal(readme, withTopology(readme, example));
      });
    });
});
