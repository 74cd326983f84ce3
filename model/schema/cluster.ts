import { z } from 'zod';
import { certificatesIn } from '../certificates/pem';
import { chartValues } from './chart-values';
import { dnsLabel } from './dns-label';
import { dnsName } from './dns-name';
import { placeState } from './state';
import { labels } from './labels';
import { platform } from './platform';
import { url } from './url';

/** Labels and annotations by which Istio tells networks and control planes. */
const ISTIO_TOPOLOGY = 'topology.istio.io/';

const ROLE = '`primary` runs an istiod; `remote` uses that of another cluster; `standalone` is in no mesh.';

const reached = {
  network: dnsLabel.describe('The network that its pods are in.'),
  kubeconfig: z
    .strictObject({
      path: z.string().min(1).optional().describe('Default: the KUBECONFIG variable, else ~/.kube/config.'),
      context: z.string().min(1).optional().describe('Default: the only context of the file.'),
    })
    .optional()
    .describe('The file of the kubeconfig. Without it, `meshwork:kubeconfigs` (secret) must hold one for the cluster.'),
  state: placeState
    .default('active')
    .describe(
      '`active`: it is deployed to. `offline`: it does not answer for a while; nothing in it is asked or changed, and other clusters keep what they hold ' +
        'of it. `retired`: it is gone for good; other clusters lose what they hold of it, and the state forgets it without touching it.',
    ),
};

const meshed = {
  ...reached,
  mesh: dnsLabel.describe('The mesh that the cluster belongs to.'),
  clusterId: dnsLabel.optional().describe("The ID that Istio knows the cluster by. Default: the cluster's name."),
  apiServer: z
    .strictObject({
      server: url('an https address, such as https://192.0.2.1:6443', /^https$/)
        .optional()
        .describe(
          "Address at which the other clusters reach the API server. Default: the kubeconfig's. With it, `tls-server-name`, `proxy-url` and authorities of the " +
            'kubeconfig do not count: they belong to its address.',
        ),
      certificateAuthority: z
        .string()
        .refine((text) => certificatesIn(text) !== undefined, { error: 'a certificate in PEM' })
        .optional()
        .describe(
          "The certificate authority of that address, in PEM. Default: the cluster's own, and those of the kubeconfig.",
        ),
      tlsServerName: z
        .union([dnsName, z.ipv4(), z.ipv6()], { error: 'a DNS name or IP address' })
        .optional()
        .describe(
          "The name in the certificate of that address, if it is not the address itself. Default: the kubeconfig's.",
        ),
      proxyUrl: url('the address of a proxy, such as http://192.0.2.1:3128', /^(http|https|socks5)$/)
        .optional()
        .describe(
          "The proxy through which the istiods of other clusters reach that address. Default: the kubeconfig's.",
        ),
    })
    .prefault({})
    .describe('The API server as istiods of other clusters reach it, where that differs from the kubeconfig.'),
  readerToken: z
    .strictObject({
      generation: z
        .int()
        .min(1)
        .default(1)
        .describe(
          'Raising it makes a new token, puts it into the remote secrets in place, and then removes the old one.',
        ),
    })
    .prefault({})
    .describe('The token with which istiods of other clusters read the API server of this one.'),
  systemNamespace: z
    .strictObject({
      labels: labels.default({}).describe('Labels, such as those of Pod Security or of a policy engine.'),
      annotations: z.record(z.string(), z.string()).default({}).describe('Annotations.'),
      existing: z
        .boolean()
        .default(false)
        .describe(
          "Whether the namespace is there already, or is another tool's. `up` takes it over with what is in it, and makes it if it is not there. `destroy` leaves " +
            'it, with what the stack did not make. Default: `up` refuses a namespace that is there, and `destroy` deletes it.',
        ),
    })
    .refine(
      ({ annotations, labels: own }) =>
        ![...Object.keys(annotations), ...Object.keys(own)].some((key) => key.startsWith(ISTIO_TOPOLOGY)),
      { error: `no key that starts with ${ISTIO_TOPOLOGY}: the plan decides those` },
    )
    .prefault({})
    .describe('The namespace `istio-system`: labels and annotations beside those of the stack, and whose it is.'),
  platform: platform.optional(),
  cni: z
    .boolean()
    .optional()
    .describe(
      "Whether Istio's CNI agent sets up the routes of pods with a sidecar. Without it, an init container with NET_ADMIN does, which Pod Security below " +
        '`privileged` refuses. It runs on every node, in `kube-system`. A remote says the same as its primary. Default: true on `openshift`, else false.',
    ),
  gatewayPool: dnsLabel
    .optional()
    .describe(
      'The nodes that the east-west gateway of the cluster runs on, by a key of `meshwork:nodePools`. A pool without an accelerator, because such a ' +
        'gateway passes TLS through. Default: any, as `placement` of the network says.',
    ),
  values: chartValues("the cluster's east-west gateway; ingress gateways have `values` of their own")
    .default({})
    .describe('Chart values for this cluster, laid over `meshwork:istio.values`.'),
};

/** A cluster that runs its own istiod. */
const primaryCluster = z.strictObject({
  role: z.literal('primary').describe(ROLE),
  ...meshed,
});

/** A cluster that the istiod of another one serves. */
const remoteCluster = z.strictObject({
  role: z.literal('remote').describe(ROLE),
  primary: dnsLabel.describe('The cluster whose istiod serves this one.'),
  ...meshed,
});

/** A cluster in no mesh: it only offers or consumes services. */
const standaloneCluster = z.strictObject({
  role: z.literal('standalone').describe(ROLE),
  ...reached,
});

/** One Kubernetes cluster, named by its key. */
export const cluster = z.discriminatedUnion('role', [primaryCluster, remoteCluster, standaloneCluster]);
