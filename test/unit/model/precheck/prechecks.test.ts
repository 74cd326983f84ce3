import { strict as assert } from 'node:assert';
import { plan } from '../../../../model/plan/plan';
import type { FoundObject, Inventory } from '../../../../model/precheck/found-object';
import { prechecksOf } from '../../../../model/precheck/prechecks';
import { parse } from '../../../../model/problems/parse';
import { resolve } from '../../../../model/topology/resolve';

const SYSTEM = 'istio-system';
const EMPTY: Inventory = {
  namespaces: [],
  istiods: [],
  mutatingWebhooks: [],
  validatingWebhooks: [],
  operated: [],
  crds: [],
  systemObjects: [],
  systemPolicies: [],
  gatewayServices: [],
  networkPolicies: [],
  nodes: [],
};

function found(kind: string, name: string, metadata: Partial<FoundObject['metadata']> = {}): FoundObject {
  return { kind, metadata: { name, managedFields: [{ manager: 'kubectl-create' }], ...metadata } };
}

interface Case {
  readonly own?: ReadonlyMap<string, unknown>;
  readonly crds?: string;
  readonly existing?: boolean;
}

/** The findings in a primary of two networks, each as its status, check, problem and advice. */
function findings(
  inventory: Partial<Inventory>,
  { crds = 'keep', existing = false, own = new Map() }: Case = {},
): string[] {
  const { spec } = parse({
    istio: { version: '1.31.1', crds },
    meshes: { blue: { trustDomain: 'blue.example' } },
    networks: { 'net-east': {}, 'net-west': {} },
    clusters: {
      east: {
        ...{ mesh: 'blue', network: 'net-east', role: 'primary', kubeconfig: { context: 'east' } },
        systemNamespace: { existing },
      },
      west: { mesh: 'blue', network: 'net-west', role: 'remote', primary: 'east', kubeconfig: { context: 'west' } },
    },
  });
  assert.ok(spec);
  const [cluster] = plan(resolve(spec)).clusters;
  assert.ok(cluster);
  const surveyed = { cluster, inventory: { ...EMPTY, ...inventory }, own, stack: 'meshwork/prod' };
  return prechecksOf(cluster).flatMap((precheck) =>
    precheck
      .find(surveyed)
      .map(
        ({ fix, object, owner, problem, status }) =>
          `${status} ${precheck.id} ${object} (${owner}): ${problem}. ${fix}`,
      ),
  );
}

describe('precheck of a cluster', () => {
  it('finds nothing in an empty one', () => assert.deepEqual(findings({}), []));

  it("takes neither objects of the state nor those with the stack's mark for those of others", () => {
    const marked = { annotations: { 'meshwork/stack': 'organization/meshwork/prod' } };
    const istiods = [
      found('Deployment', 'istiod', { uid: '1' }),
      found('Deployment', 'istiod', { ...marked, uid: '2' }),
    ];
    assert.deepEqual(findings({ istiods }, { own: new Map([['1', {}]]) }), []);
  });

  it('finds an istiod, with release and revision, by label or image', () => {
    const labels = { 'istio.io/rev': 'canary' };
    const containers = [{ image: 'registry.example:5000/pilot:1.27.0@sha256:0' }];
    const istiods = [
      { ...found('Deployment', 'istiod', { namespace: SYSTEM }), spec: { template: { spec: { containers } } } },
      found('Deployment', 'istiod-canary', { namespace: 'canary', labels }),
    ];
    assert.deepEqual(findings({ istiods }), [
      'fail MW902 Deployment istio-system/istiod (by "kubectl-create"): an istiod of release 1.27.0, revision default. ' +
        'Uninstall it with the tool that made it, or leave this cluster out of the stack. Workloads keep their old proxies until their pods start again.',
      'warn MW902 Deployment canary/istiod-canary (by "kubectl-create"): an istiod of release unknown, revision canary. ' +
        'Keep it from the namespaces of this mesh: give it a revision of its own and discoverySelectors, or both istiods write certificates into every namespace.',
    ]);
  });

  it('finds what an operator installs Istio from, where the stack goes and elsewhere', () => {
    const istio = { ...found('Istio', 'default'), spec: { version: 'v1.28.2', namespace: SYSTEM } };
    const elsewhere = { ...found('Istio', 'canary'), spec: { namespace: 'canary' } };
    const old = { ...found('IstioOperator', 'installed-state', { namespace: SYSTEM }), spec: { tag: '1.22.0' } };
    const fix =
      'Delete it while its operator runs, which uninstalls that Istio, and then the operator. Without an operator nothing ends its finalizer: take that away by hand.';
    assert.deepEqual(findings({ operated: [istio, elsewhere, old] }), [
      `fail MW902 Istio default (by "kubectl-create"): an operator's resource for an Istio of release v1.28.2 in istio-system. ${fix}`,
      `warn MW902 Istio canary (by "kubectl-create"): an operator's resource for an Istio of release unknown in canary. ${fix}`,
      `fail MW902 IstioOperator istio-system/installed-state (by "kubectl-create"): an operator's resource for an Istio of release 1.22.0 in istio-system. ${fix}`,
    ]);
  });

  it('finds CRDs of another release, and any where the stack makes its own', () => {
    const labels = { 'app.kubernetes.io/version': '1.29.0' };
    const crds = [found('CustomResourceDefinition', 'gateways.networking.istio.io', { labels })];
    const same = [
      found('CustomResourceDefinition', 'gateways.networking.istio.io', {
        labels: { ...labels, 'app.kubernetes.io/version': '1.31.1' },
      }),
    ];
    const about =
      'MW903 1 CustomResourceDefinitions of Istio, gateways.networking.istio.io among them (by "kubectl-create")';
    assert.deepEqual(findings({ crds }), [
      `warn ${about}: CRDs of release 1.29.0, which \`up\` adopts and makes those of 1.31.1. If another tool is to keep them, set meshwork:istio.crds to external (docs/how-to/share-crds.md).`,
    ]);
    assert.deepEqual(findings({ crds }, { crds: 'delete' }), [
      `fail ${about}: CRDs of release 1.29.0, and crds: delete makes its own. Set meshwork:istio.crds to keep, which adopts them, or to external, which leaves them to their owner.`,
    ]);
    assert.deepEqual(findings({ crds: same }), [
      `warn ${about}: CRDs of release 1.31.1, which \`up\` adopts. If another tool is to keep them, set meshwork:istio.crds to external (docs/how-to/share-crds.md).`,
    ]);
    const managedFields = [{ manager: 'pulumi-kubernetes-62aa6256' }];
    const left = same.map((crd) => ({ ...crd, metadata: { ...crd.metadata, managedFields } }));
    assert.deepEqual(findings({ crds: left }), []);
    assert.deepEqual(findings({ crds }, { crds: 'external' }), []);
    const istiods = [found('Deployment', 'istiod', { namespace: SYSTEM })];
    assert.equal(findings({ crds, istiods }, { crds: 'only' }).length, 1);
  });

  it('refuses CRDs of a later minor release, which would lose what is new in them', () => {
    const crds = ['1.31.9', '1.32.0', 'latest'].map((release) =>
      found('CustomResourceDefinition', `gateways-${release}.networking.istio.io`, {
        labels: { 'app.kubernetes.io/version': release },
      }),
    );
    assert.deepEqual(
      findings({ crds }).map((line) => line.replace(/\. .*/, '').replace(/ \d+ Cust.*\): /, ': ')),
      [
        'warn MW903: CRDs of release 1.31.9, which `up` adopts and makes those of 1.31.1',
        "fail MW903: CRDs of release 1.32.0, later than the stack's 1.31.1",
        'warn MW903: CRDs of release latest, which `up` adopts and makes those of 1.31.1',
      ],
    );
  });

  it('finds an injector that catches the namespaces of the mesh, and no other webhook', () => {
    const rules = [{ resources: ['pods'] }];
    const injector = (name: string, namespaceSelector: object, path = '/inject') => ({
      ...found('MutatingWebhookConfiguration', name),
      webhooks: [{ clientConfig: { service: { name: 'istiod', namespace: 'old', path } }, rules, namespaceSelector }],
    });
    const catching = injector('old', { matchExpressions: [{ key: 'istio-injection', operator: 'Exists' }] });
    const revisioned = injector('canary', { matchLabels: { 'istio.io/rev': 'canary' } });
    const mutatingWebhooks = [catching, revisioned, injector('vault', {}, '/mutate')];
    assert.deepEqual(findings({ mutatingWebhooks }), [
      'fail MW904 MutatingWebhookConfiguration old (by "kubectl-create"): another injector, Service old/istiod, catches pods in namespaces that this mesh injects. ' +
        'Remove it with the tool that made it, or give that Istio a revision of its own and no tag "default".',
    ]);
  });

  it('finds the validating webhook of another istiod', () => {
    const webhooks = [{ clientConfig: { service: { name: 'istiod', namespace: 'old' } } }];
    const validatingWebhooks = [
      { ...found('ValidatingWebhookConfiguration', 'istiod-default-validator'), webhooks },
      found('ValidatingWebhookConfiguration', 'cert-manager-webhook'),
    ];
    assert.deepEqual(findings({ validatingWebhooks }), [
      'fail MW904 ValidatingWebhookConfiguration istiod-default-validator (by "kubectl-create"): ' +
        "validation of every object of Istio's kinds leads to Service old/istiod. " +
        'Remove it with the tool that made it, or with `kubectl delete validatingwebhookconfiguration istiod-default-validator` if that Istio is gone. Until then it refuses objects that its istiod does not know.',
    ]);
  });

  it('finds the control plane namespace with things in it, but not what comes by itself', () => {
    const namespaces = [found('Namespace', SYSTEM, { uid: '1' })];
    const istiod = { namespace: SYSTEM, managedFields: [{ manager: 'pilot-discovery' }] };
    const systemObjects = [
      found('ConfigMap', 'kube-root-ca.crt', { namespace: SYSTEM }),
      found('ServiceAccount', 'default', { namespace: SYSTEM }),
      found('ConfigMap', 'istio-leader', istiod),
    ];
    const fix =
      '`up` makes the namespace, and refuses one that is there. Remove what made it, then run `kubectl delete namespace istio-system`. ' +
      'Or have the stack take it over: `systemNamespace: { existing: true }` of the cluster.';
    const about = `fail MW905 Namespace istio-system (by "kubectl-create"): the namespace is there`;
    assert.deepEqual(findings({ namespaces, systemObjects }), [`${about} and empty. ${fix}`]);
    const secrets = [1, 2, 3, 4, 5, 6].map((n) => found('Secret', `s${n}`, { namespace: SYSTEM }));
    assert.deepEqual(findings({ namespaces, systemObjects: secrets }), [
      `${about} with Secret s1, Secret s2, Secret s3, Secret s4, Secret s5 and 1 more. ${fix}`,
    ]);
    assert.deepEqual(findings({ namespaces, systemObjects: secrets.slice(5) }, { own: new Map([['1', {}]]) }), [
      'warn MW905 Secret istio-system/s6 (by "kubectl-create"): an object in the control plane namespace that is not of this stack. ' +
        'Move it to a namespace of its own: it goes with the namespace when the stack is destroyed.',
    ]);
  });

  it('takes a control plane namespace that config says is there, but no object whose name the stack needs', () => {
    const namespaces = [found('Namespace', SYSTEM, { uid: '1' })];
    const systemObjects = [
      ...['quota-reader', 'istiod'].map((name) => found('ServiceAccount', name, { namespace: SYSTEM })),
      ...['cacerts', 'mine'].map((name) => found('Secret', name, { namespace: SYSTEM })),
      found('Deployment', 'istio-eastwestgateway', { namespace: SYSTEM }),
    ];
    const fix = 'Remove it, once nothing needs it: `up` makes one of that name, and takes over the namespace alone.';
    assert.deepEqual(
      findings({ namespaces, systemObjects }, { existing: true }),
      [
        'ServiceAccount istio-system/istiod',
        'Secret istio-system/cacerts',
        'Deployment istio-system/istio-eastwestgateway',
      ].map(
        (object) => `fail MW905 ${object} (by "kubectl-create"): an object with a name that the stack needs. ${fix}`,
      ),
    );
    assert.deepEqual(findings({ namespaces: [], systemObjects: [] }, { existing: true }), []);
  });

  it('finds a cluster whose domain is another one', () => {
    const node = (clusterDomain: string) => ({ ...found('Node', 'one'), clusterDomain });
    assert.deepEqual(findings({ nodes: [node('cluster.local')] }), []);
    assert.deepEqual(findings({ nodes: [node('east.example')] }), [
      'fail MW910 Node one (by "kubectl-create"): the domain of the cluster is "east.example". ' +
        'Names of services end in cluster.local in all that the stack writes, so a cluster with another domain cannot be in a mesh. It may be `role: standalone`.',
    ]);
  });

  it('finds load balancers of gateways that were left', () => {
    const service = (name: string, labels: Readonly<Record<string, string>>, type = 'LoadBalancer') => ({
      ...found('Service', name, { namespace: 'old', labels }),
      spec: { type },
    });
    const network = { 'topology.istio.io/network': 'old' };
    const gatewayServices = [service('a', network), service('b', {}), service('c', network, 'ClusterIP')];
    assert.deepEqual(findings({ gatewayServices }), [
      'fail MW906 Service old/a (by "kubectl-create"): the load balancer of a gateway that istiods would take for one of network old. ' +
        'Remove it with the tool that made it, or take its label topology.istio.io/network away: other clusters would send requests to it.',
      'warn MW906 Service old/b (by "kubectl-create"): the load balancer of a gateway that is not of this stack. ' +
        'Remove it with the tool that made it, if nothing uses its address: it costs money and stays open.',
    ]);
  });

  it('finds namespaces with both labels for injection', () => {
    const labels = { 'istio-injection': 'enabled', 'istio.io/rev': 'canary' };
    const namespaces = [
      found('Namespace', 'shop', { labels }),
      found('Namespace', 'store', { labels: { 'istio.io/rev': 'x' } }),
    ];
    assert.deepEqual(findings({ namespaces }), [
      'warn MW907 Namespace shop (by "kubectl-create"): the labels istio-injection=enabled and istio.io/rev=canary, of which Istio follows the first alone. ' +
        'Take one away: `kubectl label namespace shop istio-injection-` leaves the revision. With webhooks of two installations, both would inject.',
    ]);
  });

  it('finds network policies that block istiod or the gateway, and none that another one opens', () => {
    const policy = (name: string, podSelector: object, ingress: readonly object[]) => ({
      ...found('NetworkPolicy', name, { namespace: SYSTEM }),
      spec: { podSelector, policyTypes: ['Ingress'], ingress },
    });
    const deny = policy('deny', { matchLabels: { app: 'istiod' } }, [{ ports: [{ port: 15010, endPort: 15012 }] }]);
    const egress = { ...found('NetworkPolicy', 'out', { namespace: SYSTEM }), spec: { policyTypes: ['Egress'] } };
    assert.deepEqual(findings({ networkPolicies: [deny, egress] }), [
      'fail MW908 NetworkPolicy istio-system/deny (by "kubectl-create"): it selects the pods of istiod, and no policy lets requests to 15017 through. ' +
        'Add a NetworkPolicy that admits 15017 there from everywhere, or take these pods out of its selector.',
    ]);
    assert.deepEqual(findings({ networkPolicies: [deny, policy('open', {}, [{}])] }), []);
    assert.match(findings({ networkPolicies: [policy('all', {}, [])] }).join('\n'), /to 15443, 15012, 15017 through/);
  });

  it("finds fields of the stack's objects that another manager holds", () => {
    const fieldsV1 = { 'f:data': { 'f:mesh': {} } };
    const managedFields = [{ manager: 'tuner', time: '2026-01-02T03:04:05Z', fieldsV1 }];
    const systemObjects = [found('ConfigMap', 'istio', { namespace: SYSTEM, uid: '1', managedFields })];
    assert.deepEqual(findings({ systemObjects }, { own: new Map([['1', { data: { mesh: '' } }]]) }), [
      'warn MW909 ConfigMap istio-system/istio (by "tuner"): data.mesh changed at 2026-01-02T03:04:05Z. ' +
        '`pulumi up --refresh` takes the fields back; a value in the config keeps the change (docs/how-to/foreign-edits.md).',
    ]);
    const crds = [found('CustomResourceDefinition', 'gateways.networking.istio.io', { uid: '2', managedFields })];
    assert.equal(findings({ crds }, { own: new Map([['2', { data: { mesh: '' } }]]) }).length, 1);
  });
});
