import type { Lab } from '../../../lab/lab';
import { succeed } from './machine-server';

/** A root authority that the stack did not make, in PEM. */
export interface OutsideRoot {
  readonly certificate: string;
  readonly key: string;
}

/** The directory on the machine in which authorities and certificates are made: not one that counts as part of its setup. */
const DIRECTORY = '/tmp/authorities';

/**
 * Has a machine make a root authority by openssl, as a company might have one.
 *
 * @param names the only host of URIs that it may sign, by critical name constraints. Default: any.
 */
export async function makeRoot(lab: Lab, machine: string, name: string, names?: string): Promise<OutsideRoot> {
  const constraints = names === undefined ? '' : `nameConstraints=critical,permitted;URI:${names}`;
  const config = `[req]
prompt=no
distinguished_name=name
x509_extensions=root
[name]
O=vms.example
CN=${name}
[root]
basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
${constraints}
`;
  const key = `-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${DIRECTORY}/${name}.key`;
  await succeed(
    lab,
    machine,
    `mkdir -p ${DIRECTORY} && cd ${DIRECTORY} && cat >${name}.cnf && openssl req -x509 -config ${name}.cnf ${key} -days 3650 -out ${name}.pem`,
    config,
  );
  return {
    certificate: await succeed(lab, machine, `cat ${DIRECTORY}/${name}.pem`),
    key: await succeed(lab, machine, `cat ${DIRECTORY}/${name}.key`),
  };
}

/** A request with a certificate that one of these roots signs. */
export interface ForgedRequest {
  /** Name of the root. */
  readonly root: string;
  /** The identity in the certificate. */
  readonly identity: string;
  /** Address and port of an east-west gateway. */
  readonly gateway: string;
  /** The name by which the gateway knows the service. */
  readonly sni: string;
}

/** Sends the request from a machine past its own proxy, and returns what comes back. */
export async function sendForged(lab: Lab, machine: string, request: ForgedRequest): Promise<string> {
  const { gateway, identity, root, sni } = request;
  const script = `cd ${DIRECTORY}
printf 'subjectAltName=critical,URI:%s\\nextendedKeyUsage=clientAuth,serverAuth\\n' '${identity}' >leaf.ext
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj / -keyout leaf.key -out leaf.csr 2>/dev/null
openssl x509 -req -in leaf.csr -CA ${root}.pem -CAkey ${root}.key -CAcreateserial -days 2 -extfile leaf.ext -out leaf.pem 2>/dev/null
chmod 644 leaf.key
# Its own proxy leaves what this user sends alone.
printf 'GET /header HTTP/1.1\\r\\nHost: stock.office\\r\\nConnection: close\\r\\n\\r\\n' | sudo -u istio-proxy timeout 20 \\
  openssl s_client -quiet -connect '${gateway}' -servername '${sni}' -cert leaf.pem -key leaf.key -alpn istio 2>&1
true`;
  return succeed(lab, machine, script);
}
