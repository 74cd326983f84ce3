import { strict as assert } from 'node:assert';
import type { Answer, Cloud } from '../../../../model/load-balancers/cloud';
import { CLOUDS } from '../../../../model/load-balancers/clouds';
import { isKey } from '../../../../model/schema/labels';

function keysOf(cloud: Cloud): string[] {
  const { decidedBy = [], forOtherClusters = {}, forPort = () => ({}), internal } = cloud;
  return [
    ...new Set(
      [internal, cloud.public, forOtherClusters, forPort(80)].flatMap((one) => Object.keys(one)).concat(decidedBy),
    ),
  ];
}

function isConfirmed(answer: Answer): boolean {
  return 'says' in answer;
}

describe('the table of clouds', () => {
  it('has each product once, and each annotation for one product, so that a Service can have all of them', () => {
    const names = CLOUDS.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
    const keys = CLOUDS.flatMap(keysOf);
    assert.deepEqual(keys, [...new Set(keys)]);
    assert.deepEqual(
      keys.filter((key) => !isKey(key)),
      [],
    );
  });

  it('says where every answer is from, by addresses of documentation or source', () => {
    for (const { answers, name } of CLOUDS)
      for (const [question, answer] of Object.entries(answers))
        if ('says' in answer)
          for (const source of answer.sources) assert.equal(new URL(source).protocol, 'https:', `${name}: ${question}`);
  });

  it('has no annotation that asks for internal or public without a source', () => {
    const asking = CLOUDS.filter((cloud) => keysOf(cloud).length > 0);
    assert.deepEqual(
      asking.filter(({ answers }) => !isConfirmed(answers.scope)),
      [],
    );
    const probing = CLOUDS.filter(({ forPort }) => forPort !== undefined);
    assert.deepEqual(
      probing.filter(({ answers }) => !isConfirmed(answers.healthChecks)),
      [],
    );
  });
});
