import { kubernetesPlugin } from '../plugins/kubernetes';
import { access } from './access';
import { addresses } from './addresses';
import { ingressController } from './ingress';
import { network } from './network';
import { sharedLab } from './shared-lab';

/** Two clusters in one network and one in another. These suites need no lab of their own, but each finds everything that earlier ones left. */
describe('lab with three clusters in two networks', () => {
  const lab = sharedLab([
    { name: 'alpha', network: 'shared' },
    { name: 'beta', network: 'shared' },
    { name: 'gamma', network: 'alone' },
  ]);

  describe('network', () => network(lab));
  describe('access', () => access(lab));
  describe('addresses other than those of load balancers', () => addresses(lab));
  describe('stand-in kubernetes plugin', () => kubernetesPlugin(lab));
  describe('ingress controller', () => ingressController(lab));
});
