import { strict as assert } from 'node:assert';
import { render, summaryLine } from '../../../../cli/report/render';
import type { ImportResult } from '../../../../cli/checks/imports/imports';
import type { IngressRouteResult } from '../../../../cli/checks/ingress/ingress-routes';
import type { PairResult } from '../../../../cli/checks/pairs/pairs';
import { passed } from '../../../../cli/checks/all';
import { type Report, summarise } from '../../../../cli/report/report';
import type { ServiceResult } from '../../../../cli/checks/services/services';
import { importsCheck } from '../../../../cli/checks/imports/import-calls';
import { ingressCheck } from '../../../../cli/checks/ingress/ingress-requests';
import { identity } from '../subjects';

function pair(source: string, destination: string, over: Partial<PairResult> = {}): PairResult {
  const version = destination === 'east' ? 'v1' : 'v2';
  const across = source !== destination;
  return {
    mesh: 'blue',
    source,
    destination,
    version,
    ok: true,
    answers: 5,
    latencyMs: across ? 12.34 : 1,
    sourceIdentity: identity(`client-${source}`),
    destinationIdentity: identity(`server-${version}`),
    route: across
      ? { kind: 'gateway', addresses: ['10.2.0.200:15443'], requests: 5 }
      : { kind: 'direct', addresses: ['10.10.0.5:8080'], requests: 5 },
    problems: [],
    ...over,
  };
}

function service(over: Partial<ServiceResult> = {}): ServiceResult {
  const host = 'catalog.shop.svc.cluster.local';
  const base = { service: 'catalog', consumer: 'west', host, port: 80, by: 'ingress' } as const;
  return { ...base, ok: true, outcome: 'answered', detail: 'hello', ...over };
}

function imported(over: Partial<ImportResult> = {}): ImportResult {
  return {
    ...{ federation: 'blue-green', trust: 'exchanged', service: 'stock', from: 'green', to: 'blue' },
    ...{ consumer: 'east', host: 'stock.store.svc.green.mesh.internal', port: 80, ok: true, outcome: 'answered' },
    ...{ sourceIdentity: identity('client-east'), destinationIdentity: 'spiffe://green.example/ns/store/sa/stock' },
    ...{ detail: '{' },
    ...over,
  };
}

function route(over: Partial<IngressRouteResult> = {}): IngressRouteResult {
  return {
    ...{ gateway: 'front', cluster: 'east', route: 'orders', host: 'orders.example', addresses: ['10.0.0.9'] },
    ...{ port: 80, ok: true, outcome: 'answered', sourceIdentity: null, destinationIdentity: null, detail: 'hello' },
    ...over,
  };
}

function report(over: Partial<Report> = {}): Report {
  const base = {
    schemaVersion: 2,
    stack: 'dev',
    seconds: 12.34,
    meshes: [
      {
        name: 'blue',
        trustDomain: 'blue.example',
        mtls: 'strict',
        clusters: [
          { name: 'east', network: 'net-east', version: 'v1' },
          { name: 'west', network: 'net-west', version: 'v2' },
        ],
        machines: [],
      },
    ],
    pairs: [pair('east', 'east'), pair('east', 'west'), pair('west', 'east'), pair('west', 'west')],
    certificates: [],
    authorities: [],
    machineCertificates: [],
    clocks: [],
    plaintext: [{ mesh: 'blue', place: 'east', ok: true, outcome: 'refused', detail: 'EOF' }],
    controlPlanes: [],
    gatewayAddresses: [],
    services: [],
    imports: [],
    ingressRoutes: [],
    servedCertificates: [],
    gatewayNodes: [],
    clusterDomains: [],
    placeProblems: [],
    offline: [],
    diagnosis: [],
    ...over,
  } as const;
  return { ...base, ok: passed(base), checks: summarise(base) };
}

describe('verify: report', () => {
  it('passes only when every single check did', () => {
    assert.equal(report().ok, true);
    assert.equal(report({ pairs: [pair('east', 'west', { ok: false })] }).ok, false);
    assert.equal(report({ placeProblems: [{ kind: 'cluster', place: 'east', message: 'gone' }] }).ok, false);
    assert.equal(
      report({ plaintext: [{ mesh: 'blue', place: 'east', ok: false, outcome: 'unclear', detail: '' }] }).ok,
      false,
    );
  });

  it('says which places are offline', () => {
    const offline = [
      { kind: 'cluster', name: 'north' },
      { kind: 'machine', name: 'vm-1' },
    ] as const;
    assert.match(
      render(report({ offline })),
      /\n\noffline, and not asked: cluster north, machine vm-1\n\n✓ verify passed/,
    );
    assert.doesNotMatch(render(report()), /offline/);
  });

  it('proves nothing without a pair', () => {
    assert.equal(report({ pairs: [] }).ok, false);
  });

  it('passes without a mesh if a service was asked and answered', () => {
    const without = { meshes: [], pairs: [], plaintext: [] };
    assert.equal(report({ ...without, services: [service()] }).ok, true);
    assert.equal(report({ ...without, services: [service({ outcome: 'silent', ok: false })] }).ok, false);
    assert.equal(report({ ...without, services: [service({ outcome: 'not asked' })] }).ok, false);
  });

  it('shows services, and counts apart those that were not asked', () => {
    const services = [service(), service({ port: 5432, by: 'loadBalancer', outcome: 'not asked', detail: 'tcp' })];
    assert.deepEqual(render(report({ meshes: [], pairs: [], plaintext: [], services })).split('\n'), [
      'services across clusters',
      '',
      '✓ west → catalog.shop.svc.cluster.local:80, by an Ingress: answered (hello)',
      '– west → catalog.shop.svc.cluster.local:5432, by a load balancer: not asked (tcp)',
      '',
      '✓ verify passed: 1 of 1 service port, not asked: 1 (12.3 s)',
      '',
    ]);
  });

  it('shows imports by federation, with the identities of caller and server or the reason of a failure', () => {
    const refused = {
      trust: 'withdrawn',
      outcome: 'refused',
      sourceIdentity: null,
      destinationIdentity: null,
    } as const;
    const imports = [
      imported(),
      imported({ ok: false, detail: 'it is somebody else' }),
      imported({ ...refused, federation: 'blue-red', detail: 'no trust' }),
    ];
    assert.deepEqual(render(report({ meshes: [], plaintext: [], imports })).split('\n'), [
      'federation blue-green: trust exchanged',
      '',
      `✓ east → stock.store.svc.green.mesh.internal:80: answered (${identity('client-east')} → spiffe://green.example/ns/store/sa/stock)`,
      '✗ east → stock.store.svc.green.mesh.internal:80: answered (it is somebody else) [MW601]',
      '',
      'federation blue-red: trust withdrawn, so every call has to be refused',
      '',
      '✓ east → stock.store.svc.green.mesh.internal:80: refused (no trust)',
      '',
      'MW601 Imports answer while meshes trust each other, and only then',
      `    ${importsCheck.advice}`,
      '    See docs/reference/checks.md#mw601',
      '',
      '✗ verify failed: 4 of 4 pairs, 2 of 3 imports (12.3 s)',
      '',
    ]);
  });

  it('shows ingress gateways, where they were asked, and where requests from outside go', () => {
    const ingressRoutes = [
      route(),
      route({ gateway: 'back', addresses: [], ok: false, outcome: 'silent', detail: 'EOF' }),
    ];
    assert.deepEqual(render(report({ meshes: [], plaintext: [], ingressRoutes })).split('\n'), [
      'ingress gateway front in east, asked in its pod; requests from outside go to 10.0.0.9:80',
      '',
      '✓ orders.example: answered (hello)',
      '',
      'ingress gateway back in east, asked in its pod; requests from outside go to no address',
      '',
      '✗ orders.example: silent (EOF) [MW701]',
      '',
      'MW701 Ingress gateways answer for their hosts',
      `    ${ingressCheck.advice}`,
      '    See docs/reference/checks.md#mw701',
      '',
      '✗ verify failed: 4 of 4 pairs, 1 of 2 ingress hosts (12.3 s)',
      '',
    ]);
  });

  it('fails for an import or a host that is not as it should be', () => {
    assert.equal(report({ imports: [imported()], ingressRoutes: [route()] }).ok, true);
    assert.equal(report({ imports: [imported({ ok: false })] }).ok, false);
    assert.equal(report({ ingressRoutes: [route({ ok: false })] }).ok, false);
  });

  it('shows the matrix with latencies, in columns', () => {
    const lines = render(report()).split('\n');
    assert.deepEqual(lines.slice(2, 5), [
      '  from \\ to   east (v1)               west (v2)',
      '  east        ✓ 1.0 ms                ✓ 12.3 ms via gateway',
      '  west        ✓ 12.3 ms via gateway   ✓ 1.0 ms',
    ]);
  });

  it('shows machines as rows and columns after those of clusters', () => {
    const [blue] = report().meshes;
    assert.ok(blue);
    const meshes = [{ ...blue, machines: [{ name: 'vm-1', network: 'vm-net' }] }];
    const lines = render(report({ meshes, pairs: [pair('east', 'vm-1'), pair('vm-1', 'vm-1')] })).split('\n');
    assert.deepEqual(lines.slice(2, 6), [
      '  from \\ to   east (v1)   west (v2)   vm-1 (machine)',
      '  east        –           –           ✓ 12.3 ms via gateway',
      '  west        –           –           –',
      '  vm-1        –           –           ✓ 1.0 ms',
    ]);
  });

  it('names the machine whose problem it is', () => {
    const placeProblems = [{ kind: 'machine', place: 'vm-1', message: 'it cannot be reached' }] as const;
    assert.match(render(report({ placeProblems })), /^✗ machine vm-1: it cannot be reached \[MW001\]$/m);
  });

  it('shows identities and the way of each pair', () => {
    assert.match(
      render(report()),
      /✓ east → west: spiffe:\S+client-east → spiffe:\S+server-v2, through gateway 10\.2\.0\.200:15443/,
    );
  });

  it('marks failures and says where to look', () => {
    const text = render(
      report({
        pairs: [pair('east', 'west', { ok: false, latencyMs: null, route: null, problems: ['no server answered'] })],
        diagnosis: [{ failure: 'blue: east → west', findings: ['istiod of east knows clusters east synced'] }],
      }),
    );
    assert.match(text, /^✗ east → west: .*\n {4}no server answered$/m);
    assert.match(text, /^Look at blue: east → west\n {4}istiod of east knows/m);
  });

  it('ends with one line that counts', () => {
    assert.equal(
      summaryLine(report({ pairs: [pair('east', 'east'), pair('east', 'west', { ok: false })] })),
      '✗ verify failed: 1 of 2 pairs, 1 of 1 plaintext check (12.3 s)',
    );
    assert.match(render(report()), /✓ verify passed: 4 of 4 pairs, .*\n$/);
  });
});
