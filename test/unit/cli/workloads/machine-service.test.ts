import { strict as assert } from 'node:assert';
import { machineService } from '../../../../cli/workloads/machine-service';
import { machine } from '../subjects';

describe('verify: the service of a machine', () => {
  const [entry, rule] = machineService(machine('vm-1', { serverNetwork: 'net-east' }), 'vms', 'probe');

  it('is in the namespace of its group, under the name and label of the run', () => {
    const metadata = {
      name: 'probe-vm-1',
      namespace: 'vms',
      labels: { 'app.kubernetes.io/managed-by': 'meshwork-verify' },
    };
    assert.deepEqual([entry.metadata, rule.metadata], [metadata, metadata]);
  });

  it('leads to the machine alone, over mTLS with the identity of its group, in the network of its entry', () => {
    assert.deepEqual(entry.spec, {
      hosts: ['machine-vm-1.meshwork-verify.svc.cluster.local'],
      location: 'MESH_INTERNAL',
      resolution: 'STATIC',
      ports: [{ name: 'http', number: 80, targetPort: 18080, protocol: 'HTTP' }],
      endpoints: [{ address: '10.0.51.2', network: 'net-east', labels: { 'security.istio.io/tlsMode': 'istio' } }],
      subjectAltNames: ['spiffe://blue.example/ns/vms/sa/legacy'],
    });
    assert.equal(rule.spec.host, entry.spec.hosts[0]);
  });
});
