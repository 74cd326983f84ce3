import { strict as assert } from 'node:assert';
import { parseForwardedCertificates } from '../../../../cli/answers/xfcc';

describe('verify: X-Forwarded-Client-Cert', () => {
  it('reads the header that Envoy writes for a workload', () => {
    const header =
      'By=spiffe://blue.example/ns/v/sa/server-v2;Hash=468ed33be74eee6556d90c0149c1309e9ba61d6425303443c0748a02dd8de688;Subject="";URI=spiffe://blue.example/ns/v/sa/client-east';
    assert.deepEqual(parseForwardedCertificates(header), [
      { by: ['spiffe://blue.example/ns/v/sa/server-v2'], uri: ['spiffe://blue.example/ns/v/sa/client-east'] },
    ]);
  });

  it('keeps the order of proxies', () => {
    const header = 'By=spiffe://a;URI=spiffe://one,By=spiffe://b;URI=spiffe://two';
    assert.deepEqual(
      parseForwardedCertificates(header).map(({ uri }) => uri[0]),
      ['spiffe://one', 'spiffe://two'],
    );
  });

  it('is not led astray by a subject that holds separators, quotes and keys', () => {
    const header = String.raw`By=spiffe://a;Subject="O=\"Us, Inc\";URI=spiffe://liar,CN=x";URI=spiffe://one`;
    assert.deepEqual(parseForwardedCertificates(header), [{ by: ['spiffe://a'], uri: ['spiffe://one'] }]);
  });

  it('takes keys in any case and values more than once', () => {
    assert.deepEqual(parseForwardedCertificates('BY=a;by=b;uri="c"'), [{ by: ['a', 'b'], uri: ['c'] }]);
  });

  it('finds nothing in an empty header', () => {
    assert.deepEqual(parseForwardedCertificates(''), []);
  });
});
