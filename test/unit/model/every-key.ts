import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const CERTIFICATE = readFileSync(join(__dirname, '../cli/fixtures/root.pem'), 'utf8');

const LOAD_BALANCER = {
  internal: true,
  sourceRanges: ['10.0.0.0/8'],
  class: 'example.org/inner',
  annotations: { 'example.org/zone': 'a' },
};

const HOST_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPYeVQGF3Gx';

const PLACEMENT = {
  nodeSelector: { 'example.org/pool': 'edge' },
  tolerations: [
    { key: 'dedicated', operator: 'Equal', value: 'edge', effect: 'NoExecute', tolerationSeconds: 60 },
    { operator: 'Exists' },
  ],
  affinity: { nodeAffinity: {}, podAffinity: {}, podAntiAffinity: {} },
  topologySpread: [{ topologyKey: 'topology.kubernetes.io/zone', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }],
};

const SCALING = {
  replicas: 2,
  autoscaling: { min: 1, max: 5, targetCpu: 80 },
  podDisruptionBudget: { minAvailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
};

const VALUES = { base: { a: { b: 1 } }, istiod: { a: { b: 1 } }, gateway: { a: { b: 1 } } };

/** A configuration that has every key of the schema somewhere, each with a value of the right shape. The whole need not make sense. */
export function everyKey() {
  return {
    istio: {
      version: '1.31.1',
      charts: { path: '/charts' },
      images: { hub: 'mirror.example/istio', tag: '1.31.1' },
      crds: 'keep',
      values: VALUES,
    },
    meshes: {
      blue: {
        meshId: 'blue-mesh',
        trustDomainAliases: ['former.example'],
        trustDomain: 'blue.example',
        mtls: 'strict',
        dns: 'capture',
        roots: { root: { generate: { algorithm: 'rsa', validityDays: 3650 } } },
        signer: 'root',
        intermediates: {
          ...{ algorithm: 'rsa', validityDays: 730, renewBeforeDays: 60, generation: 1 },
          given: { east: CERTIFICATE },
        },
      },
      green: { roots: { outside: { given: { certificate: CERTIFICATE } } } },
    },
    networks: {
      'net-east': {
        gateway: {
          service: 'nodePort',
          address: 'ip',
          hostname: 'istiod.example.org',
          port: 15443,
          nodePorts: { tls: 30443, istiod: 30012, webhook: 30017 },
          static: { address: '192.0.2.1', ports: { tls: 443, istiod: 15012, webhook: 15017 } },
          loadBalancer: LOAD_BALANCER,
          placement: PLACEMENT,
          scaling: { podDisruptionBudget: { maxUnavailable: '50%' } },
        },
        ranges: ['10.1.0.0/16'],
        registries: ['elsewhere'],
      },
      'net-west': {},
    },
    clusters: {
      east: {
        role: 'primary',
        mesh: 'blue',
        network: 'net-east',
        kubeconfig: { path: '/kubeconfig', context: 'east' },
        clusterId: 'east-1',
        apiServer: {
          server: 'https://192.0.2.1:6443',
          certificateAuthority: CERTIFICATE,
          tlsServerName: 'east',
          proxyUrl: 'http://192.0.2.2:3128',
        },
        readerToken: { generation: 1 },
        state: 'active',
        systemNamespace: { labels: { team: 'mesh' }, annotations: { owner: 'mesh' }, existing: true },
        platform: 'k3s',
        cni: true,
        gatewayPool: 'fast',
        values: { ...VALUES, cni: { logging: { level: 'debug' } } },
      },
      west: { role: 'remote', mesh: 'blue', network: 'net-west', primary: 'east', cni: true },
      apart: { role: 'standalone', network: 'net-west' },
    },
    services: {
      orders: {
        namespace: 'shop',
        service: 'orders',
        clusters: ['east'],
        ports: { http: { port: 80, targetPort: 8080, appProtocol: 'http' } },
        selector: { app: 'orders' },
        serviceAccounts: ['orders'],
        headless: true,
        reach: { by: { loadBalancer: LOAD_BALANCER }, address: 'ip', acceptPlaintext: true, from: ['apart'] },
      },
      stock: {
        namespace: 'shop',
        clusters: ['east'],
        ports: { http: { port: 80 } },
        selector: { app: 'stock' },
        reach: { by: { ingress: { class: 'contour', annotations: { 'example.org/a': 'b' } } }, from: ['apart'] },
      },
    },
    federations: {
      'blue-green': {
        meshes: ['blue', 'green'],
        trust: 'exchanged',
        sharedTrustDomain: false,
        exports: { orders: { from: 'blue', host: 'orders.blue.internal' } },
      },
    },
    ingressGateways: {
      everywhere: { clusters: ['east'] },
      front: {
        cluster: 'east',
        loadBalancer: LOAD_BALANCER,
        pool: 'fast',
        placement: PLACEMENT,
        scaling: SCALING,
        values: { a: { b: 1 } },
        service: 'nodePort',
        nodePorts: { http: 30080 },
        externalTrafficPolicy: 'Local',
        proxyProtocol: true,
        kubernetesIngress: true,
        passthrough: { vault: { hosts: ['vault.example.org'], service: 'orders', port: 'http' } },
        ports: {
          sql: {
            ...{ port: 5432, service: 'orders', servicePort: 'http', hosts: ['sql.example.org'] },
            ...{ certificate: { secret: 'sql-tls' }, clients: { authority: CERTIFICATE }, minVersion: '1.3' },
          },
        },
        https: {
          orders: {
            port: 443,
            hosts: ['orders.example.org'],
            certificate: { given: CERTIFICATE },
            clients: { authority: CERTIFICATE },
            minVersion: '1.3',
            http: 'redirect',
          },
          stock: { hosts: ['stock.example.org'], certificate: { secret: 'stock-tls' } },
          tried: {
            hosts: ['*.try.example.org'],
            certificate: { generate: { validityDays: 90, renewBeforeDays: 30 } },
          },
        },
        routes: {
          orders: {
            hosts: ['orders.example.org'],
            paths: ['/orders'],
            service: 'orders',
            port: 'http',
            split: { stock: { weight: 10, port: 'http' } },
          },
        },
      },
    },
    nodePools: {
      fast: {
        cluster: 'east',
        nodes: { labels: { 'example.org/pool': 'fast' }, tolerations: PLACEMENT.tolerations },
        accelerator: 'qat',
        device: { generation: 'gen4', resource: 'qat.intel.com/cy', count: 1 },
        devicePlugin: 'daemonSet',
        devicePluginImage: 'mirror.example/intel-qat-plugin:0.36.0',
        privateKeyProvider: { pollDelay: '2ms', fallback: true },
      },
    },
    workloadGroups: {
      legacy: {
        cluster: 'east',
        namespace: 'vms',
        serviceAccount: 'legacy',
        authority: 'green',
        existing: ['namespace'],
        network: 'net-west',
        labels: { app: 'legacy' },
        ports: { http: 5000 },
        service: {
          name: 'legacy',
          host: 'legacy.example.internal',
          selector: { app: 'legacy' },
          serviceAccounts: ['legacy'],
          connectTimeoutSeconds: 1,
          outlierDetection: { failures: 5, intervalSeconds: 10, ejectionSeconds: 30 },
          ports: { http: { port: 80, targetPort: 5000, appProtocol: 'http' } },
        },
        registration: 'declared',
        reachedFrom: 'everyNetwork',
        probe: {
          httpGet: { path: '/healthz', port: 5000 },
          periodSeconds: 10,
          failureThreshold: 3,
        },
        locality: 'region/zone',
        weight: 1,
        identity: 'certificate',
        tokens: { validityMinutes: 60, generation: 1 },
        certificates: { validityDays: 60, renewBeforeDays: 30, generation: 1 },
      },
      probed: { cluster: 'east', namespace: 'vms', probe: { tcpSocket: { port: 5000 } } },
    },
    virtualMachines: {
      'vm-1': {
        group: 'legacy',
        address: '192.0.2.10',
        ssh: {
          host: 'vm-1.example.org',
          user: 'admin',
          port: 22,
          hostKey: HOST_KEY,
          anyHostKey: false,
          bastion: { host: 'bastion.example.org', user: 'admin', port: 22, hostKey: HOST_KEY, anyHostKey: false },
        },
        sidecar: {
          format: 'deb',
          architecture: 'amd64',
          url: 'https://mirror.example/istio-sidecar.deb',
          sha256: '0'.repeat(64),
          installed: false,
        },
        onDelete: 'clean',
      },
    },
    chartCredentials: { username: 'a text', password: 'a text' },
    registryCredentials: { 'registry.example:5000': { username: 'a text', password: 'a text' } },
    intermediateKeys: { east: 'a text' },
    rootKeys: { green: { outside: 'a text' } },
    sshKeys: { 'vm-1': 'a text' },
    certificateKeys: { front: { orders: 'a text' } },
    kubeconfigs: { apart: 'a text' },
    verify: { tolerations: [{ operator: 'Exists' }], image: 'mirror.example/agnhost' },
  };
}

/** Paths of all values of a tree, as lists of keys: of mappings and lists themselves, and of the values in them. */
export function pathsIn(tree: unknown): string[][] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => [
    [key],
    ...pathsIn(value).map((path) => [key, ...path]),
  ]);
}

/** A copy of a tree with another value at a path that is there. */
export function withValueAt(tree: object, path: readonly string[], value: unknown): Record<string, unknown> {
  const [key = '', ...below] = path;
  const copy = (Array.isArray(tree) ? [...(tree as unknown[])] : { ...tree }) as Record<string, unknown>;
  copy[key] = below.length === 0 ? value : withValueAt(copy[key] as object, below, value);
  return copy;
}
