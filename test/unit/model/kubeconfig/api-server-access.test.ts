import { strict as assert } from 'node:assert';
import { apiServerAccess } from '../../../../model/kubeconfig/api-server-access';

const KUBECONFIG = {
  server: 'https://east.example:6443',
  tlsServerName: 'kubernetes',
  proxyUrl: 'http://user:password@proxy.example:3128',
  disableCompression: true,
  certificateAuthority: 'authority of the kubeconfig',
};

const TAKEN_OVER = {
  server: 'https://east.example:6443',
  tlsServerName: 'kubernetes',
  proxyUrl: 'http://user:password@proxy.example:3128',
  disableCompression: true,
  certificateAuthority: undefined,
  furtherAuthorities: 'authority of the kubeconfig',
};

describe('access to an API server from other clusters', () => {
  it('is that of the kubeconfig where config says nothing', () => {
    assert.deepEqual(apiServerAccess({}, KUBECONFIG), TAKEN_OVER);
  });

  it('has each key of config in the place of one field', () => {
    const cases = [
      [{ tlsServerName: 'other' }, { tlsServerName: 'other' }],
      [{ proxyUrl: 'socks5://192.0.2.1:1080' }, { proxyUrl: 'socks5://192.0.2.1:1080' }],
      [{ certificateAuthority: 'other' }, { certificateAuthority: 'other', furtherAuthorities: undefined }],
    ] as const;
    for (const [apiServer, change] of cases)
      assert.deepEqual(apiServerAccess(apiServer, KUBECONFIG), { ...TAKEN_OVER, ...change });
  });

  it('takes nothing that belongs to the address of the kubeconfig to another address', () => {
    assert.deepEqual(apiServerAccess({ server: 'https://10.0.0.1' }, KUBECONFIG), {
      server: 'https://10.0.0.1',
      tlsServerName: undefined,
      proxyUrl: undefined,
      disableCompression: false,
      certificateAuthority: undefined,
      furtherAuthorities: undefined,
    });
  });
});
