import { strict as assert } from 'node:assert';
import { parseXml, type XmlElement } from '@rgrove/parse-xml';
import { passed } from '../../../../cli/checks/all';
import { junit, junitOfError } from '../../../../cli/report/junit';
import { type Report, summarise } from '../../../../cli/report/report';

const route = { gateway: 'front', cluster: 'east', route: 'orders', addresses: ['10.0.0.9'], port: 80 } as const;
const seen = { sourceIdentity: null, destinationIdentity: null } as const;
const results = {
  pairs: [],
  certificates: [],
  authorities: [],
  machineCertificates: [],
  clocks: [],
  plaintext: [{ mesh: 'blue', place: 'east', ok: true, outcome: 'refused', detail: 'EOF' }],
  controlPlanes: [
    {
      ...{ mesh: 'blue', cluster: 'east', revision: 'default', pod: 'istiod-1', ok: false, clusters: [] },
      problems: ['cluster west is "timeout", not <synced> & \u001b[1mready'],
    },
  ],
  gatewayAddresses: [],
  services: [],
  imports: [],
  gatewayNodes: [],
  ingressRoutes: [
    { ...route, ...seen, host: 'a.example', ok: true, outcome: 'answered', detail: 'hello' },
    { ...route, ...seen, host: 'b.example', ok: true, outcome: 'not asked', detail: 'it speaks grpc' },
  ],
  servedCertificates: [],
  clusterDomains: [],
  placeProblems: [],
} as const;
const report: Report = {
  ...results,
  ...{ schemaVersion: 2, stack: 'dev', ok: passed(results), seconds: 12.34, meshes: [], offline: [], diagnosis: [] },
  checks: summarise(results),
};

function elements(parent: XmlElement | undefined): XmlElement[] {
  return (parent?.children ?? []).filter((child): child is XmlElement => child.type === 'element');
}

describe('verify: JUnit', () => {
  const suites = elements(parseXml(junit(report)).root ?? undefined);
  const cases = suites.flatMap(elements);

  it('has a suite for each check with results, and counts them', () => {
    const counted = suites.map(({ attributes: { failures, name, skipped, tests } }) => [
      name,
      tests,
      failures,
      skipped,
    ]);
    assert.deepEqual(counted, [
      ['MW301 Plaintext is refused where the mesh says so', '1', '0', '0'],
      ['MW401 Istiods watch every cluster of their mesh', '1', '1', '0'],
      ['MW701 Ingress gateways answer for their hosts', '2', '0', '1'],
    ]);
    const { tests, failures, errors, skipped, time } = parseXml(junit(report)).root?.attributes ?? {};
    assert.deepEqual(
      { tests, failures, errors, skipped, time },
      { tests: '4', failures: '1', errors: '0', skipped: '1', time: '12.3' },
    );
  });

  it('has a case for each result, named by its line', () => {
    assert.deepEqual(
      cases.map(({ attributes: { classname, name } }) => [classname, name]),
      [
        ['dev.MW301', 'plaintext to east: refused (EOF)'],
        ['dev.MW401', 'istiod of east (istiod-1): no clusters'],
        ['dev.MW701', 'a.example: answered (hello)'],
        ['dev.MW701', 'b.example: not asked (it speaks grpc)'],
      ],
    );
    assert.deepEqual(
      cases.map((one) => elements(one).map(({ name }) => name)),
      [[], ['failure'], [], ['skipped']],
    );
  });

  it('says why a case failed, and where to read on, with any characters in an answer', () => {
    const [failure] = elements(cases[1]);
    assert.equal(failure?.attributes['message'], 'cluster west is "timeout", not <synced> & \ufffd[1mready');
    assert.match(failure.text, /not <synced> & \ufffd\[1mready\n.* See docs\/reference\/checks\.md#mw401$/);
  });

  it('has an error if verify could check nothing', () => {
    const root = parseXml(junitOfError('No stack is selected.\nName one.')).root ?? undefined;
    assert.equal(root?.attributes['errors'], '1');
    const [error] = elements(root).flatMap(elements).flatMap(elements);
    assert.deepEqual([error?.name, error?.attributes['message']], ['error', 'No stack is selected.']);
  });
});
