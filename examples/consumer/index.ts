import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { untracedError } from '../../config/untraced-error';
import { meshworkOutputs } from '../../outputs/reader';

const config = new pulumi.Config();
const [mesh, gateway] = [config.require('mesh'), config.require('gateway')];
const { clusters, meshes } = meshworkOutputs(config.require('stack'));

/** An entry of a mapping that config names. */
function entry<T>(kind: string, name: string, entries: Readonly<Record<string, T>>): T {
  const found = entries[name];
  if (found === undefined)
    throw untracedError(
      `The meshwork stack has no ${kind} "${name}"; it has ${Object.keys(entries).join(', ') || 'none'}.`,
    );
  return found;
}

const known = meshes.apply((all) => entry('mesh', mesh, all));
const entrance = clusters.apply((all) => {
  const { eastWestGateway } = entry('cluster', gateway, all);
  if (eastWestGateway === null) throw untracedError(`Cluster ${gateway} has no east-west gateway.`);
  const { addresses, ports } = eastWestGateway;
  if (addresses.length === 0)
    throw untracedError(`The gateway of ${gateway} has no address of its own: it listens on ports of nodes.`);
  return { addresses: addresses.join(','), port: String(ports.tls) };
});

const context = config.require('context');
const provider = new k8s.Provider('cluster', {
  context,
  kubeconfig: config.getSecret('kubeconfig') ?? process.env['KUBECONFIG'] ?? '~/.kube/config',
  // The kubeconfig lies elsewhere on another machine: the cluster is the same.
  clusterIdentifier: context,
  enableConfigMapMutable: true,
});

/** By which address the application enters the mesh, and whom it trusts there. */
new k8s.core.v1.ConfigMap(
  'mesh',
  {
    metadata: { name: `mesh-${mesh}`, namespace: config.require('namespace') },
    data: {
      'gateway-addresses': entrance.addresses,
      'gateway-port': entrance.port,
      'trust-domain': known.trustDomain,
      'root-cert.pem': known.rootCertificate,
    },
  },
  { provider },
);
