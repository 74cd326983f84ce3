import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { configOverlay, type Drain } from '../../../lab/overlay';

describe('overlay of a lab', () => {
  it('has proxies drain for a second', () => {
    assert.deepEqual(istiodValues('short').meshConfig?.defaultConfig, {
      drainDuration: '1s',
      terminationDrainDuration: '1s',
    });
  });

  it('says nothing of draining where they are to drain as Istio has it', () => {
    assert.equal(istiodValues('istio').meshConfig, undefined);
  });
});

interface IstiodValues {
  readonly meshConfig?: { readonly defaultConfig: object };
}

function istiodValues(drain: Drain): IstiodValues {
  const overlay = parse(configOverlay(artifacts, drain)) as {
    'meshwork:istio': { values: { istiod: IstiodValues } };
  };
  return overlay['meshwork:istio'].values.istiod;
}

const artifacts = {
  references: { pause: 'lab/pause:1', agnhost: 'lab/agnhost:1', coredns: 'lab/coredns:1' },
  chartsDirectory: '/charts',
  istio: { version: '1.31.1', hub: 'lab/istio', tag: '1.31.1' },
};
