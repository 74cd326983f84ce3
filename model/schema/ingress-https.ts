import { z } from 'zod';
import { certificatesIn } from '../certificates/pem';
import { dnsName } from './dns-name';
import { gatewayHost } from './gateway-host';
import { portNumber } from './port-number';
import { uniqueList } from './unique-list';

const certificates = (error: string) => z.string().refine((text) => certificatesIn(text) !== undefined, { error });

const generated = z.strictObject({
  validityDays: z.int().min(1).default(90).describe('How long the certificate lasts, in days.'),
  renewBeforeDays: z
    .int()
    .min(1)
    .default(30)
    .describe('How long before its end the certificate is renewed, in days. `pulumi up` renews it.'),
});

/** A certificate that a stack makes. */
export type GeneratedCertificate = z.infer<typeof generated>;

/** Where the certificate of a server comes from. */
export type CertificateSource =
  { readonly secret: string } | { readonly given: string } | { readonly generate: GeneratedCertificate };

/** A mapping with one of several keys, not a union: messages about a union could not name its errors and keys one by one. */
const certificate = z
  .strictObject({
    secret: dnsName
      .optional()
      .describe(
        'The name of a Secret that is there, in `istio-system` of the cluster of the gateway: `tls.crt` and `tls.key`, as cert-manager writes them. ' +
          'Whoever renews it changes the Secret, and the gateway serves the new one at once.',
      ),
    given: certificates("a chain in PEM: the server's certificate first, then the authorities between it and the root")
      .optional()
      .describe(
        "A chain in PEM: the server's certificate first, then the authorities between it and the root. Its private key is in `meshwork:certificateKeys`.",
      ),
    generate: generated
      .optional()
      .describe(
        'A certificate that this stack makes, and an authority that signs it: for trying, because no client knows that authority. `{}` takes every default.',
      ),
  })
  .transform((by, context): CertificateSource => {
    const sources: CertificateSource[] = [
      ...(by.secret === undefined ? [] : [{ secret: by.secret }]),
      ...(by.given === undefined ? [] : [{ given: by.given }]),
      ...(by.generate === undefined ? [] : [{ generate: by.generate }]),
    ];
    const [source] = sources;
    if (source !== undefined && sources.length === 1) return source;
    context.addIssue({ code: 'custom', message: 'exactly one of secret, given and generate' });
    return z.NEVER;
  });

/** Whose clients a server that ends TLS lets in. */
const clients = z.strictObject({
  authority: certificates('certificates of authorities in PEM').describe(
    'The authorities of client certificates, in PEM.',
  ),
});

const minVersion = z.enum(['1.2', '1.3']);

/** The keys by which a port of the user ends TLS. */
export const tlsOfPort = {
  certificate: certificate
    .optional()
    .describe('The certificate by which the gateway ends TLS for `hosts`. Default: it passes on what comes in.'),
  clients: clients
    .optional()
    .describe('Lets in only clients with a certificate of their own (mutual TLS). Default: any client.'),
  minVersion: minVersion
    .optional()
    .describe('The lowest version of TLS that it speaks; a text, in quotes. Default: `"1.2"`.'),
};

/** A server of a gateway that ends TLS, on port 443 or another one. */
export const httpsServer = z.strictObject({
  port: portNumber.default(443).describe('The port that it answers on. Servers share a port by their hosts.'),
  hosts: uniqueList(gatewayHost)
    .min(1)
    .describe(
      'The host names that clients ask for in TLS (SNI): `shop.example`, or `*.shop.example` for every name below it, or `*` for clients that name no ' +
        'other host of the gateway. Routes lead on from there.',
    ),
  certificate: certificate.describe('Its certificate: exactly one of three ways.'),
  clients: clients
    .optional()
    .describe('Lets in only clients with a certificate of their own (mutual TLS). Default: any client.'),
  minVersion: minVersion.default('1.2').describe('The lowest version of TLS that it speaks; a text, in quotes.'),
  http: z
    .enum(['redirect', 'serve', 'refuse'])
    .optional()
    .describe(
      'The answer to requests for its hosts by HTTP, on port 80: a redirect to HTTPS on port 443, the service behind the route, in plain, or 404. ' +
        'Default: `redirect` for a server on port 443, `refuse` for others.',
    ),
});
