import { z } from 'zod';
import { chartValues } from './chart-values';
import { url, WITHOUT_CREDENTIALS } from './url';

/** Where Istio publishes its charts (reference: Istio's Helm installation guide). */
export const PUBLIC_CHARTS = 'https://istio-release.storage.googleapis.com/charts';

/** The message about a number as well: YAML reads `1.31` as one. */
const RELEASE = 'an Istio release such as "1.31.1"';

const charts = z
  .strictObject({
    repository: url('a URL, such as https://charts.example.org')
      .optional()
      .describe('A Helm repository that serves `base`, `istiod` and `gateway`, and `cni` if a cluster asks for it.'),
    oci: z
      .string()
      .startsWith('oci://', { error: 'an OCI reference that starts with oci://' })
      .refine(...WITHOUT_CREDENTIALS)
      .optional()
      .describe('An OCI registry path under which those charts lie.'),
    path: z.string().min(1).optional().describe('A directory with those charts, for machines without internet.'),
  })
  .refine((source) => Object.values(source).filter((value) => value !== undefined).length === 1, {
    error: 'exactly one of repository, oci and path',
  });

/** The Istio release, its sources, its CRDs and its chart values. */
export const istio = z.strictObject({
  version: z
    .string({ error: RELEASE })
    .regex(/^1\.\d+\.\d+(-[a-z0-9.]+)?$/, { error: RELEASE })
    .describe("The release of Istio's charts and images. It also decides which version rules apply."),
  charts: charts
    .default({ repository: PUBLIC_CHARTS })
    .describe('The source of the charts: exactly one of `repository`, `oci` and `path`.'),
  images: z
    .strictObject({
      hub: z
        .string()
        .regex(/^[^\s@]+$/, {
          error: 'a registry and path such as registry.example.org/istio, without user name and password',
        })
        .optional()
        .describe('Registry and path of the images, for mirrors.'),
      tag: z.string().min(1).optional().describe('Image tag, if a mirror uses another one than the release.'),
    })
    .default({})
    .describe("The source of the images. Default: the charts' own."),
  crds: z
    .enum(['keep', 'delete', 'external', 'only'])
    .default('keep')
    .describe(
      "The owner of Istio's CRDs, and their fate at `destroy`. `keep`: `destroy` leaves them, because deleting a CRD deletes every object of its kind; `up` " +
        'adopts CRDs that are there. `delete`: `destroy` removes them; `up` refuses CRDs that something else made. `external`: they belong to another stack ' +
        'or tool; `up` makes none, and refuses clusters without them or with older ones. `only`: the stack makes and keeps the CRDs of its clusters, and nothing else.',
    ),
  values: chartValues('every gateway, east-west or ingress').default({}).describe('Chart values for every cluster.'),
});
