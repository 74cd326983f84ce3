import { strict as assert } from 'node:assert';
import type { Report } from '../../../cli/report/report';
import { Example } from '../../../examples/example';
import { sharedLab } from '../lab/shared-lab';
import { eachMeshByItself, refuseEachOther, setTrust, showsFederation } from './federation';
import { showsWaysIn } from './front';
import { addServers, showsHttps } from './front-https';
import { showsFurtherWays } from './front-ways';
import { showsInLab } from './system';

const NAME = 's7-several-meshes-several-networks';

describe('several meshes in several networks (S7)', () => {
  const example = Example.find(NAME);
  const lab = sharedLab(example?.clusters() ?? []);

  before(() => lab().installIngress(example?.ingressClusters() ?? []));

  // Trust comes later, so that calls are seen to fail before.
  showsInLab(NAME, lab, {
    change: (stack) => {
      setTrust(stack, 'withdrawn');
      addServers(stack);
    },
    report: (report) => {
      eachMeshByItself(report);
      refuseEachOther(report);
      entersByTheGateway(report);
    },
    further: (stack) =>
      showsFederation(lab, stack, (sides) => {
        showsWaysIn(lab, stack, sides);
        showsHttps(lab, stack);
        showsFurtherWays(lab, stack);
      }),
  });

  it('leaves nothing in the namespaces of services', async () => {
    for (const cluster of ['east', 'west']) {
      const left = await lab().kubectl(cluster, '-n', 'shop', 'get', 'services,ingresses,endpointslices', '-o', 'name');
      assert.equal(left, '', cluster);
    }
  });
});

/** A request for the host of the route comes through the gateway to the service, in mTLS. */
function entersByTheGateway({ ingressRoutes, servedCertificates }: Report): void {
  assert.deepEqual(
    servedCertificates.map(({ host, issuer, ok }) => [host, ok, issuer?.replace(/, serialNumber=.*/, '')]),
    [
      ['orders.example', true, 'CN=ingress gateway front CA'],
      ['b2b.shop.example', true, 'CN=Example authority'],
    ],
  );
  assert.deepEqual(
    ingressRoutes.map(({ destinationIdentity, host, outcome, sourceIdentity }) => [
      ...[host, outcome, sourceIdentity, destinationIdentity],
    ]),
    [
      [
        ...['orders.example', 'answered'],
        'spiffe://blue.example/ns/istio-system/sa/istio-ingress-front',
        'spiffe://blue.example/ns/shop/sa/orders',
      ],
      ['b2b.shop.example', 'not asked', null, null],
      // Below the path of that route the service tells nobody's identity.
      ['paths.example', 'answered', null, null],
    ],
  );
}
