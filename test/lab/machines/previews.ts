import { strict as assert } from 'node:assert';
import type { Stack } from '../stack';
import type { MachinesOverlay } from './overlay';

/** What the tests of previews work on: a stack whose machines have joined. */
export interface Previewed {
  readonly stack: Stack;
  readonly overlay: MachinesOverlay;
}

/** Tests of previews of changes of a machine: they show what will be done, and no more. */
export function showsPreviews(about: () => Previewed): void {
  afterEach(() => about().overlay.restore());

  it('previews another package as an update of its command alone', async () => {
    about().overlay.change('vm-1', (before) => ({
      ...before,
      sidecar: { url: 'http://10.0.0.1/1.31.2/istio-sidecar.deb', sha256: 'cd'.repeat(32) },
    }));
    assert.deepEqual(await steps(), ['update vm-1-machine-sidecar']);
  });

  it('previews another address as another machine: its entry is updated, the one before leaves, and then it joins', async () => {
    about().overlay.change('vm-1', (before) => ({ ...before, address: '10.0.53.2' }));
    assert.deepEqual(await steps(), [
      'update legacy-workload-group-entry.vm-1',
      'update vm-1-machine',
      'replace vm-1-machine-sidecar',
    ]);
  });

  it('previews another way by SSH to the same machine as an update of its command alone', async () => {
    about().overlay.change('vm-1', (before) => ({ ...before, ssh: { ...before.ssh, user: 'other' } }));
    assert.deepEqual(await steps(), ['update vm-1-machine-sidecar']);
  });

  /** The steps of a preview that do something, those of one resource in their order. */
  async function steps(): Promise<string[]> {
    const all = (await about().stack.preview()).filter(({ op }) => op !== 'same');
    const named = all.map(({ op, urn }) => ({ op, name: urn.split('::').at(-1) ?? '' }));
    return named.sort((one, other) => one.name.localeCompare(other.name)).map(({ name, op }) => `${op} ${name}`);
  }
}
