import { strict as assert } from 'node:assert';
import { parse } from 'yaml';
import { clusterEnv } from '../../../../model/machines/cluster-env';
import type { MachineIdentity } from '../../../../model/machines/machine-identity';
import { meshConfig } from '../../../../model/machines/mesh-config';
import { shellWord } from '../../../../model/machines/shell-word';

const MACHINE: MachineIdentity = {
  group: 'legacy',
  namespace: 'vms',
  serviceAccount: 'legacy',
  labels: { version: 'v3', app: 'orders' },
  ports: { metrics: 9000, http: 5000 },
  address: '10.0.50.2',
  sshPort: 22,
  meshId: 'blue',
  trustDomain: 'blue.example',
  clusterId: 'east',
  network: 'vm-net',
  dnsCapture: true,
  autoRegister: false,
  proof: 'certificate',
  istiod: { host: 'istiod.istio-system.svc', port: 15012 },
  revision: 'default',
  proxyDefaults: {},
  ownAuthority: false,
};

const LABELS =
  '{"app":"orders","service.istio.io/canonical-name":"orders","service.istio.io/canonical-revision":"v3","version":"v3"}';

describe('files of a machine', () => {
  it('tell the proxy who it is, one variable in a line, sorted', () => {
    assert.deepEqual(clusterEnv(MACHINE).trimEnd().split('\n'), [
      "CANONICAL_REVISION='v3'",
      "CANONICAL_SERVICE='orders'",
      "ISTIO_INBOUND_PORTS='5000,9000'",
      "ISTIO_LOCAL_EXCLUDE_PORTS='22,15090,15021,15020'",
      `ISTIO_METAJSON_LABELS='${LABELS}'`,
      "ISTIO_META_CLUSTER_ID='east'",
      "ISTIO_META_DNS_CAPTURE='true'",
      "ISTIO_META_MESH_ID='blue'",
      "ISTIO_META_NETWORK='vm-net'",
      'ISTIO_META_POD_PORTS=\'[{"name":"http","containerPort":5000,"protocol":""},{"name":"metrics","containerPort":9000,"protocol":""}]\'',
      "ISTIO_META_WORKLOAD_NAME='legacy'",
      "ISTIO_NAMESPACE='vms'",
      "ISTIO_SERVICE='legacy.vms'",
      "ISTIO_SERVICE_CIDR='*'",
      "ISTIO_SVC_IP='10.0.50.2'",
      "OUTPUT_CERTS=''",
      "POD_NAMESPACE='vms'",
      "PROV_CERT='/etc/istio-bootstrap'",
      "PROXY_CONFIG_XDS_AGENT='true'",
      "SERVICE_ACCOUNT='legacy'",
      "TRUST_DOMAIN='blue.example'",
    ]);
  });

  it('take every port without declared ones, and leave another SSH port alone', () => {
    const text = clusterEnv({ ...MACHINE, ports: {}, sshPort: 2222 });
    assert.ok(text.includes("ISTIO_INBOUND_PORTS='*'\n"), text);
    assert.ok(text.includes("ISTIO_LOCAL_EXCLUDE_PORTS='2222,15090,15021,15020'\n"), text);
    assert.ok(!text.includes('ISTIO_META_POD_PORTS'), text);
  });

  it('have istiod make the entry where machines register themselves', () => {
    assert.ok(clusterEnv({ ...MACHINE, autoRegister: true }).includes("ISTIO_META_AUTO_REGISTER_GROUP='legacy'\n"));
  });

  it('have the agent of a machine with a token keep its certificate, and know istiod by the roots of its mesh alone', () => {
    const earlier = clusterEnv(MACHINE).split('\n');
    const lines = clusterEnv({ ...MACHINE, proof: 'token' }).split('\n');
    assert.deepEqual(
      lines.filter((line) => !earlier.includes(line)),
      [
        "CA_ROOT_CA='/etc/istio-bootstrap/root-cert.pem'",
        "OUTPUT_CERTS='/etc/certs'",
        "PROV_CERT='/etc/certs'",
        "XDS_ROOT_CA='/etc/istio-bootstrap/root-cert.pem'",
      ],
    );
  });

  it('name the port of istiod where that is not its own', () => {
    const istiod = { host: 'istiod.istio-system.svc', port: 31012 };
    const text = clusterEnv({ ...MACHINE, istiod });
    assert.ok(text.includes("CA_ADDR='istiod.istio-system.svc:31012'\n"), text);
    assert.ok(text.includes("PILOT_ADDRESS='istiod.istio-system.svc:31012'\n"), text);
  });

  it('give the agent the same in the mesh config, with the probe', () => {
    const config = parse(
      meshConfig(MACHINE, { tcpSocket: { port: 5000 }, periodSeconds: 10, failureThreshold: 3 }),
    ) as {
      defaultConfig: Record<string, unknown>;
    };
    assert.equal(config.defaultConfig['discoveryAddress'], 'istiod.istio-system.svc:15012');
    assert.equal(config.defaultConfig['meshId'], 'blue');
    assert.deepEqual(config.defaultConfig['readinessProbe'], {
      tcpSocket: { port: 5000 },
      periodSeconds: 10,
      failureThreshold: 3,
    });
    const metadata = config.defaultConfig['proxyMetadata'] as Record<string, string>;
    assert.equal(metadata['ISTIO_META_NETWORK'], 'vm-net');
    assert.equal(metadata['ISTIO_METAJSON_LABELS'], LABELS);
  });

  it('have the settings of all proxies, and their own where both say something', () => {
    const proxyDefaults = {
      drainDuration: '1s',
      discoveryAddress: 'elsewhere:15012',
      proxyMetadata: { EXTRA: 'yes', TRUST_DOMAIN: 'red.example' },
    };
    const { defaultConfig } = parse(meshConfig({ ...MACHINE, proxyDefaults }, undefined)) as {
      defaultConfig: { proxyMetadata: Record<string, string>; [key: string]: unknown };
    };
    assert.equal(defaultConfig['drainDuration'], '1s');
    assert.equal(defaultConfig['discoveryAddress'], 'istiod.istio-system.svc:15012');
    assert.equal(defaultConfig.proxyMetadata['EXTRA'], 'yes');
    assert.equal(defaultConfig.proxyMetadata['TRUST_DOMAIN'], 'blue.example');
    assert.ok(clusterEnv({ ...MACHINE, proxyDefaults }).includes("EXTRA='yes'\n"));
  });

  it('hold values of any characters as one word of the shell', () => {
    assert.equal(shellWord(`it's $HOME "here"\n`), `'it'\\''s $HOME "here"\n'`);
  });
});
