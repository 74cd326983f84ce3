import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { QUESTIONS } from '../../../../model/load-balancers/cloud';
import { CLOUDS } from '../../../../model/load-balancers/clouds';
import { cloudReference } from '../../../../model/reference/clouds';

describe('cloud reference', () => {
  it('matches the table; `npm run reference` writes it anew', () => {
    assert.equal(readFileSync(join('docs', 'reference', 'clouds.md'), 'utf8'), cloudReference());
  });

  it('has every answer with its sources, and says which questions have none', () => {
    const reference = cloudReference();
    for (const { answers, name } of CLOUDS) {
      const section = reference.split('\n## ').find((one) => one.startsWith(`${name}\n`)) ?? assert.fail(name);
      for (const question of Object.values(QUESTIONS))
        assert.ok(section.toLowerCase().includes(question.toLowerCase()), `${name}: ${question}`);
      for (const answer of Object.values(answers))
        if ('says' in answer)
          for (const part of [answer.says, ...answer.sources]) assert.ok(section.includes(part), `${name}: ${part}`);
    }
  });
});
