import { strict as assert } from 'node:assert';
import { stripVTControlCharacters } from 'node:util';
import { coloured, showsColour } from '../../../../cli/report/colour';

describe('verify: colour', () => {
  it('is shown by terminals that can, unless the user refuses it', () => {
    assert.equal(showsColour({ isTTY: true }, {}), true);
    assert.equal(showsColour({ isTTY: true }, { NO_COLOR: '' }), true);
    assert.equal(showsColour({ isTTY: true }, { NO_COLOR: '1' }), false);
    assert.equal(showsColour({ isTTY: true }, { TERM: 'dumb' }), false);
    assert.equal(showsColour({}, { CI: 'true' }), false);
  });

  it('changes nothing but the colour', () => {
    const text = 'mesh blue: mTLS strict\n\n  east   ✓ 1.0 ms   ✗\n\n– not asked\n! beware\n';
    assert.notEqual(coloured(text), text);
    assert.equal(stripVTControlCharacters(coloured(text)), text);
    assert.ok(coloured('✗').includes('\u001b[31m'));
  });
});
