import { strict as assert } from 'node:assert';
import type { FoundObject } from '../../../../model/precheck/found-object';
import { ownerOf } from '../../../../model/precheck/owner';

describe('the owner of an object', () => {
  const by = (metadata: Partial<FoundObject['metadata']>) =>
    ownerOf({ kind: 'Deployment', metadata: { name: 'istiod', managedFields: [], ...metadata } });

  it('is told by labels, annotations and managers', () => {
    const helm = { 'meta.helm.sh/release-name': 'istiod', 'meta.helm.sh/release-namespace': 'istio-system' };
    assert.equal(by({ annotations: helm }), 'by Helm release istiod in istio-system');
    assert.equal(
      by({ annotations: { 'argocd.argoproj.io/tracking-id': 'mesh:apps/Deployment:x' } }),
      'by Argo CD application mesh',
    );
    assert.equal(by({ managedFields: [{ manager: 'istio-operator' }] }), 'by istioctl install');
    assert.equal(
      by({ ownerReferences: [{ kind: 'IstioRevision', name: 'default' }] }),
      'by the Istio operator for IstioRevision default',
    );
    assert.equal(
      by({ annotations: { 'meshwork/stack': 'organization/meshwork/test' } }),
      'by stack organization/meshwork/test, and not in the state of this one',
    );
    assert.equal(
      by({ managedFields: [{ manager: 'pulumi-kubernetes-1' }] }),
      'by a Pulumi program, and not in the state of this stack',
    );
    assert.equal(by({ managedFields: [] }), 'by an unknown owner');
  });
});
