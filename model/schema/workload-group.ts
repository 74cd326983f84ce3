import { z } from 'zod';
import { appProtocol } from './app-protocol';
import { dnsLabel } from './dns-label';
import { hostName } from './dns-name';
import { labels } from './labels';
import { portNumber } from './port-number';
import { uniqueList } from './unique-list';

const servicePort = z.strictObject({
  port: portNumber.describe('Port of the service.'),
  targetPort: portNumber.optional().describe('Port of the machines. Default: the same as `port`.'),
  appProtocol: appProtocol.describe('The protocol that is spoken on it.'),
});

const outlierDetection = z.strictObject({
  failures: z
    .int()
    .min(1)
    .default(5)
    .describe('Failures in a row that count: answers with a status of 500 and more, and connections that fail.'),
  intervalSeconds: z.int().min(1).default(10).describe('How often is looked, in seconds.'),
  ejectionSeconds: z
    .int()
    .min(1)
    .default(30)
    .describe('How long one is passed over the first time, in seconds; each time longer.'),
});

const service = z.strictObject({
  name: dnsLabel.optional().describe('Name of the Service. Default: the key of the group. Not with `host`.'),
  host: hostName
    .optional()
    .describe(
      'A host name within the mesh, by a ServiceEntry in place of a Service. It resolves where `dns` of the mesh is `capture`.',
    ),
  selector: labels
    .optional()
    .describe('Labels that select its machines and, in the same namespace, pods. Default: `labels` of the group.'),
  serviceAccounts: uniqueList(dnsLabel)
    .default([])
    .describe(
      'Service accounts of pods behind the service. Only with `authority`: clients then accept these identities and that of the machines, and no other.',
    ),
  connectTimeoutSeconds: z
    .int()
    .min(1)
    .optional()
    .describe(
      "How long clients wait for a connection before they try another endpoint, in seconds: a machine that is off does not answer. Default: Istio's, 10.",
    ),
  outlierDetection: outlierDetection
    .optional()
    .describe(
      'When clients pass over a machine, or a pod beside it, that fails: a declared entry stays while its machine is off. Default: never.',
    ),
  ports: z
    .record(dnsLabel, servicePort)
    .refine((ports) => Object.keys(ports).length > 0, { error: 'at least one port' })
    .describe('Its ports, by name.'),
});

const seconds = z.int().min(1);

const probe = z
  .strictObject({
    httpGet: z
      .strictObject({
        path: z.string().startsWith('/', { error: 'a path that starts with /' }).describe('Path.'),
        port: portNumber.describe('Port.'),
      })
      .optional()
      .describe('A request that has to be answered with success.'),
    tcpSocket: z
      .strictObject({ port: portNumber.describe('Port.') })
      .optional()
      .describe('A port that has to be open.'),
    periodSeconds: seconds.default(10).describe('How often is asked, in seconds.'),
    failureThreshold: z.int().min(1).default(3).describe('Failures in a row that count.'),
  })
  .refine(({ httpGet, tcpSocket }) => (httpGet === undefined) !== (tcpSocket === undefined), {
    error: 'exactly one of httpGet and tcpSocket',
  });

/** Machines outside Kubernetes that do the same work under one identity. */
export const workloadGroup = z.strictObject({
  cluster: dnsLabel.describe(
    'Its home: the cluster of a mesh whose istiod serves the machines. The objects of the group lie where that istiod runs.',
  ),
  namespace: dnsLabel.describe('Its namespace, which is part of the identity of the machines.'),
  serviceAccount: dnsLabel
    .optional()
    .describe('Its service account, which is part of the identity of the machines. Default: the key of the group.'),
  authority: dnsLabel
    .optional()
    .describe(
      'A mesh without clusters, one of `meshwork:meshes`, whose root signs the certificates that the machines show in calls, and whose trust domain is in ' +
        'them. A federation says whether the mesh of the cluster trusts it. Default: the mesh of the cluster, whose istiod signs.',
    ),
  existing: uniqueList(z.enum(['namespace', 'serviceAccount']))
    .default([])
    .describe('Objects that are there already. The others of the two are made.'),
  network: dnsLabel
    .optional()
    .describe('The network that the machines are in, one of `meshwork:networks`. Default: the network of the cluster.'),
  labels: labels
    .optional()
    .describe('Labels of the machines, by which services find them. Default: `app` with the key of the group.'),
  ports: z.record(dnsLabel, portNumber).default({}).describe('Ports on which the machines serve, by name.'),
  service: service.optional().describe('A service of the machines, within the mesh.'),
  registration: z
    .enum(['declared', 'auto'])
    .default('declared')
    .describe(
      'How machines become known. `declared`: each has an entry as long as config names it. `auto`: istiod makes the entry of a machine that ' +
        'connects, and removes it some seconds after the connection is lost; its network is then that of the machine, so that every network has to reach it.',
    ),
  reachedFrom: z
    .enum(['everyNetwork', 'homeNetwork'])
    .default('everyNetwork')
    .describe(
      'Networks whose pods dial the machines themselves. `homeNetwork`: that of the cluster alone; others go through its east-west gateway. ' +
        'Only with `registration: declared`.',
    ),
  probe: probe
    .optional()
    .describe('How the proxy of a machine sees that its service is well. Only with `registration: auto`.'),
  locality: z
    .string()
    .regex(/^[^/\s]+(\/[^/\s]+){0,2}$/, { error: 'a locality, as region/zone/subzone' })
    .optional()
    .describe('Where the machines are, as region/zone/subzone.'),
  weight: z
    .int()
    .min(1)
    .optional()
    .describe('Share of requests of each machine, relative to other endpoints. Default: 1.'),
  identity: z
    .enum(['certificate', 'token'])
    .default('certificate')
    .describe(
      'By what machines prove to istiod who they are. `certificate`: one of the stack, for weeks. `token`: one of the cluster at first, then the ' +
        'certificate of a day that the proxy has from istiod, so that a machine that was off for longer needs a new token.',
    ),
  tokens: z
    .strictObject({
      validityMinutes: z
        .int()
        .min(10)
        .max(1440)
        .default(60)
        .describe(
          'How long a token lasts, in minutes: the time that `pulumi up` has for setting a machine up. A change counts for the next token.',
        ),
      generation: z
        .int()
        .min(1)
        .default(1)
        .describe(
          'Raising it gives the machines new tokens, by which they prove anew who they are. Their proxies are restarted.',
        ),
    })
    .prefault({})
    .describe(
      'The tokens of `identity: token`. The cluster of the group issues them for its service account, by TokenRequest.',
    ),
  certificates: z
    .strictObject({
      validityDays: z.int().min(1).default(60).describe('How long the certificates of a machine last, in days.'),
      renewBeforeDays: z
        .int()
        .min(1)
        .default(30)
        .describe('How long before their end `pulumi up` renews them, in days.'),
      generation: z.int().min(1).default(1).describe('Raising it replaces the keys and certificates of the machines.'),
    })
    .prefault({})
    .describe(
      'The certificates of `identity: certificate`. The intermediate of the cluster signs them; proxies get short-lived ones from istiod. With `authority`, ' +
        'also the certificates that the machines show in calls.',
    ),
});
