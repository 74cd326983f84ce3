import { strict as assert } from 'node:assert';
import { precheckReport, renderPrecheck } from '../../../../cli/report/precheck';
import { refusal } from '../../../../config/occupied-clusters';
import type { PrecheckedCluster } from '../../../../config/precheck';
import type { Finding } from '../../../../model/precheck/finding';
import { PRECHECKS } from '../../../../model/precheck/prechecks';

const FOUND: Finding = {
  cluster: 'east',
  status: 'fail',
  object: 'Deployment istio-system/istiod',
  owner: 'by Helm release istiod in istio-system',
  problem: 'an istiod of release 1.28.2, revision default',
  fix: 'Uninstall it.',
};
const WARNED: Finding = { ...FOUND, status: 'warn', object: 'Namespace shop', problem: 'two labels' };

/** A cluster with the findings of its first checks; a check without any was not asked if it is undefined. */
function cluster(...lists: readonly (readonly Finding[] | undefined)[]): PrecheckedCluster {
  const results = PRECHECKS.slice(0, lists.length).map((check, index) => ({ check, findings: lists[index] }));
  return { cluster: 'east', unreached: undefined, results };
}

const SILENT: PrecheckedCluster = { cluster: 'west', unreached: 'connect ECONNREFUSED 192.0.2.1:6443', results: [] };

describe('precheck: the report', () => {
  it('passes with warnings, and says what was not asked', () => {
    const report = precheckReport('prod', [cluster([], undefined, [WARNED])], 1.25);
    assert.equal(report.ok, true);
    assert.equal(
      renderPrecheck(report),
      [
        'cluster east',
        '',
        '✓ The cluster answers',
        '✓ No other Istio is installed',
        "– Istio's CRDs are the stack's, or there are none: not asked, because the user of the kubeconfig may not list what it reads",
        '! Namespace shop (by Helm release istiod in istio-system): two labels [MW904]',
        '    Uninstall it.',
        '',
        'See docs/reference/checks.md and docs/how-to/clusters-in-use.md.',
        '',
        '✓ precheck passed: 1 cluster, in the way: 0, warnings: 1 (1.3 s)',
        '',
      ].join('\n'),
    );
  });

  it('fails for what is in the way, and for a cluster that does not answer beside others that do', () => {
    const report = precheckReport('prod', [cluster([FOUND]), SILENT], 2);
    assert.equal(report.ok, false);
    assert.deepEqual(
      report.clusters.map(({ checks, name }) => [name, checks.map(({ id, status }) => `${id} ${status}`)]),
      [
        ['east', ['MW901 pass', 'MW902 fail']],
        ['west', ['MW901 fail']],
      ],
    );
    const text = renderPrecheck(report);
    assert.match(
      text,
      /✗ Deployment istio-system\/istiod \(by Helm .*\): an istiod of release 1\.28\.2, revision default \[MW902\]\n {4}Uninstall it\./,
    );
    assert.match(text, /✗ The API server: it does not answer: connect ECONNREFUSED 192\.0\.2\.1:6443 \[MW901\]\n/);
    assert.match(text, /✗ precheck failed: 2 clusters, in the way: 2, warnings: 0 \(2\.0 s\)\n$/);
  });
});

describe('precheck: the refusal of up', () => {
  it('lists all that is in the way, and where to read on', () => {
    assert.equal(
      refusal(['cluster east: a [MW902]\n    Uninstall it.', 'cluster west: b [MW901]']),
      [
        '2 things are in the way in clusters where this stack has made nothing yet. Nothing was changed.',
        '  cluster east: a [MW902]\n    Uninstall it.',
        '  cluster west: b [MW901]',
        '`npm run mesh -- precheck` asks again, and docs/how-to/clusters-in-use.md tells what to do.',
      ].join('\n\n'),
    );
    assert.match(refusal(['x']), /^One thing is in the way/);
  });
});
