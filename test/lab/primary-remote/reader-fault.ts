import { strict as assert } from 'node:assert';
import type { Report } from '../../../cli/report/report';
import type { Lab } from '../../../lab/lab';
import type { Stack } from '../stack';

/** A primary that may no longer read its remote: it says "synced" as before, and verify finds the cause. The other faults are in test/soak. */
export function showsReaderFault(lab: () => Lab, stack: () => Stack): void {
  it('has verify name the rights that the account of a remote secret lost', async () => {
    await lab().breakOnPurpose('reader-role', 'west');
    try {
      const { controlPlanes } = JSON.parse((await stack().verify('--timeout', '10')).stdout) as Report;
      assert.deepEqual(
        controlPlanes.map(({ cluster, ok, problems }) => ({ cluster, ok, problems })),
        [
          {
            cluster: 'east',
            ok: false,
            problems: [
              'the account of remote secret istio-remote-secret-west of cluster west may not list namespaces, nodes, pods, services, endpointslices there: ' +
                'look at the ClusterRoleBindings of ServiceAccount istio-reader-service-account in cluster west; `pulumi up --refresh` makes it anew',
            ],
          },
        ],
      );
    } finally {
      await lab().mend('reader-role', 'west');
    }
  });
}
