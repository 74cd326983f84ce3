import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { CHECKS } from '../../../../cli/checks/all';
import { PRECHECK_TITLES } from '../../../../cli/report/precheck';
import { CHECKS_PAGE, documentation } from '../../../../cli/checks/check';

const [page = '', prechecks = ''] = readFileSync(CHECKS_PAGE, 'utf8').split('\n# Checks of precheck\n');
/** Sections of the page, by the anchors that a heading of one word gets. */
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [(section.split('\n')[0] ?? '').toLowerCase(), section]),
);

describe('verify: checks', () => {
  it('have an ID, a list in the report and an anchor of their own', () => {
    for (const key of ['id', 'key', 'anchor', 'title'] as const)
      assert.equal(new Set(CHECKS.map((check) => check[key])).size, CHECKS.length, key);
    for (const { id } of CHECKS) assert.match(id, /^MW\d{3}$/);
  });

  for (const check of CHECKS)
    it(`${check.id} is explained where its anchor points: title, list, what a failure means, what to do`, () => {
      assert.equal(documentation(check), `docs/reference/checks.md#${check.anchor}`);
      const section = sections.get(check.anchor);
      assert.ok(section, check.anchor);
      assert.ok(section.startsWith(check.id), section);
      assert.ok(section.includes(`**${check.title}.**`), section);
      assert.ok(section.includes(`\`${check.key}\``), section);
      for (const part of ['Asks:', 'A failure means:', 'What to do:']) assert.ok(section.includes(part), part);
      assert.ok(page.includes(`| [${check.id}](#${check.anchor}) | ${check.title} |`), 'the table at the top');
    });

  it('are all that the page explains', () => {
    assert.deepEqual([...sections.keys()], [...CHECKS.map(({ anchor }) => anchor)].sort());
  });
});

describe('precheck: checks', () => {
  it('are all in the table of the page, with their titles', () => {
    const rows = [...prechecks.matchAll(/^\| (MW\d+) \| (.+?) +\|/gm)].map(([, id, title]) => ({ id, title }));
    assert.deepEqual(rows, PRECHECK_TITLES);
  });
});
