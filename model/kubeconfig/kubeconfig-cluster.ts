import { certificatesIn } from '../certificates/pem';
import { shown } from '../problems/shown';
import { hasCredentials } from '../schema/url';
import type { NoAccess } from './kubeconfig';
import type { Entry } from './kubeconfig-files';

/** A cluster as the kubeconfig with which the stack reaches it describes it. */
export interface KubeconfigCluster {
  /** https address of its API server. */
  readonly server: string;
  /** The name that is expected in its certificate. Default: the host of the address. */
  readonly tlsServerName?: string | undefined;
  /** The proxy that leads to it. May hold a password. Default: none. */
  readonly proxyUrl?: string | undefined;
  /** Whether answers come uncompressed. Default: false. */
  readonly disableCompression?: boolean | undefined;
  /** The authorities behind its certificate, in PEM. Default: those of the machine. */
  readonly certificateAuthority?: string | undefined;
  /** Whether any certificate will do. Default: false. */
  readonly insecure?: boolean | undefined;
}

/** Proxies that kubectl and istiod know (client-go: parseProxyURL). */
const PROXY = /^(http|https|socks5):$/;

/**
 * What a kubeconfig says of a cluster.
 *
 * @param read Reads a file that it names.
 */
export function describedCluster(
  cluster: Entry,
  read: (file: string) => string | undefined,
): KubeconfigCluster | NoAccess {
  const server = textAt(cluster, 'server') ?? '';
  if (!isApiServer(server))
    return {
      found: server.includes('@')
        ? 'a server with a user name or password in its address'
        : `the server ${shown(server)}`,
      expected: 'an https address, such as https://192.0.2.1:6443',
    };
  const proxyUrl = textAt(cluster, 'proxy-url');
  if (proxyUrl !== undefined && !(URL.canParse(proxyUrl) && PROXY.test(new URL(proxyUrl).protocol)))
    return {
      found: proxyUrl.includes('@')
        ? 'a proxy-url of another form (not shown: it may hold a password)'
        : `the proxy-url ${shown(proxyUrl)}`,
      expected: 'the address of a proxy that starts with http://, https:// or socks5://',
    };
  const authorities = authoritiesOf(cluster, read);
  if ('found' in authorities) return authorities;
  return {
    server,
    tlsServerName: textAt(cluster, 'tls-server-name'),
    proxyUrl,
    disableCompression: cluster['disable-compression'] === true,
    insecure: cluster['insecure-skip-tls-verify'] === true,
    ...authorities,
  };
}

/** The authorities of a cluster, from the kubeconfig itself or a file that it names. */
function authoritiesOf(
  cluster: Entry,
  read: (file: string) => string | undefined,
): Pick<KubeconfigCluster, 'certificateAuthority'> | NoAccess {
  const data = textAt(cluster, 'certificate-authority-data');
  const file = textAt(cluster, 'certificate-authority');
  if (data === undefined && file === undefined) return {};
  const [key, text] =
    data === undefined
      ? [`certificate-authority ${shown(file)}`, read(file ?? '')]
      : ['certificate-authority-data', Buffer.from(data, 'base64').toString()];
  if (text === undefined)
    return { found: `an unreadable ${key}`, expected: 'a readable file with certificates in PEM' };
  const begin = text.indexOf('-----BEGIN CERTIFICATE-----');
  // Programs write the subject of each certificate before it, and both Go and OpenSSL read over it.
  const certificateAuthority = begin < 0 ? '' : text.slice(begin);
  if (certificatesIn(certificateAuthority) === undefined)
    return { found: `no certificate in PEM at the ${key}`, expected: 'certificates in PEM' };
  return { certificateAuthority };
}

function textAt(entry: Entry, key: string): string | undefined {
  const value = entry[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Credentials in an address would be shown wherever the address is. */
function isApiServer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  return new URL(text).protocol === 'https:' && !hasCredentials(text);
}
