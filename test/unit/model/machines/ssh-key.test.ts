import { strict as assert } from 'node:assert';
import { sshKeysOf } from '../../../../model/machines/ssh-key';

describe('SSH keys of a machine', () => {
  it('are its own key, and for a bastion the key of all machines', () => {
    assert.deepEqual(sshKeysOf('vm-1', { 'vm-1': 'own', default: 'all' }), { machine: 'own', bastion: 'all' });
  });

  it('are the key of all machines where it has none of its own', () => {
    assert.deepEqual(sshKeysOf('vm-1', { 'vm-2': 'other', default: 'all' }), { machine: 'all', bastion: 'all' });
  });

  it('are its own key for a bastion too where there is no key of all machines', () => {
    assert.deepEqual(sshKeysOf('vm-1', { 'vm-1': 'own' }), { machine: 'own', bastion: 'own' });
  });

  it('are none where neither is there', () => {
    assert.equal(sshKeysOf('vm-1', { 'vm-2': 'other' }), undefined);
  });
});
