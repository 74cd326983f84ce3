import { showsChartLogin } from './charts/chart-login';
import { showsLostCluster } from './clusters/lost-cluster';
import { showsOutsideAuthorities } from './clusters/outside-authorities';
import { showsRestrictedPods } from './clusters/restricted-pods';
import { showsGatewayAddresses } from './gateways/gateway-addresses';
import { showsApiServerWays } from './kubeconfig/api-server-ways';
import { sharedLab } from './lab/shared-lab';
import { showsClustersInUse } from './precheck/clusters-in-use';
import { showsOtherInstallations } from './precheck/other-installations';
import { showsStrictMesh } from './services/strict-mesh';

/** Two clusters in two networks carry all systems, one after the other: each must leave nothing behind for the next. */
describe('two clusters in two networks', () => {
  const lab = sharedLab([
    { name: 'east', network: 'net-east' },
    { name: 'west', network: 'net-west' },
  ]);

  describe('clusters in use', () => showsClustersInUse(lab));

  describe('other installations of Istio', () => showsOtherInstallations(lab));

  describe('gateways without a usable load balancer address', () => showsGatewayAddresses(lab));

  describe('API servers behind a proxy, and under another name', () => showsApiServerWays(lab));

  describe('charts from a repository with a password', () => showsChartLogin(lab));

  describe('authorities from outside, from the first start', () => showsOutsideAuthorities(lab));

  describe('a service in a strict mesh, for a cluster in no mesh', () => showsStrictMesh(lab));

  describe('a namespace under Pod Security restricted', () => showsRestrictedPods(lab));

  // The last one: it leaves its objects in the cluster that it loses.
  describe('a cluster that is lost', () => showsLostCluster(lab));
});
