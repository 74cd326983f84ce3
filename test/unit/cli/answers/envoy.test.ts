import { strict as assert } from 'node:assert';
import { acceptedIdentities, endpointsOf, proxyCertificates } from '../../../../cli/answers/envoy';
import { identity } from '../subjects';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('verify: Envoy admin', () => {
  const clusters = JSON.stringify({
    cluster_statuses: [
      { name: 'xds-grpc', host_statuses: [{ address: { pipe: { path: './etc/istio/proxy/XDS' } } }] },
      {
        name: 'outbound|80||server.probe.svc.cluster.local',
        added_via_api: true,
        host_statuses: [
          {
            address: { socket_address: { address: '10.2.0.200', port_value: 15443 } },
            stats: [
              { name: 'cx_total', value: '1' },
              { name: 'rq_success', value: '7' },
            ],
          },
          {
            address: { socket_address: { address: '10.10.0.5', port_value: 8080 } },
            stats: [{ name: 'rq_success' }, { name: 'cx_connect_fail', value: '3' }],
          },
        ],
      },
      { name: 'outbound|81||server.probe.svc.cluster.local' },
    ],
  });

  it('lists the endpoints of one service with their requests; a zero is left out there', () => {
    assert.deepEqual(endpointsOf(clusters, 'server.probe.svc.cluster.local', 80), [
      { address: '10.2.0.200', port: 15443, requests: 7, connectFailures: 0 },
      { address: '10.10.0.5', port: 8080, requests: 0, connectFailures: 3 },
    ]);
  });

  it('tells a service without endpoints from one that is not known', () => {
    assert.deepEqual(endpointsOf(clusters, 'server.probe.svc.cluster.local', 81), []);
    assert.equal(endpointsOf(clusters, 'other.probe.svc.cluster.local', 80), undefined);
  });

  it('tells which servers a proxy accepts, in the old form and the new', () => {
    const [one, other] = [identity('server-v1'), identity('server-v2', 'cluster.local')];
    const old = { match_subject_alt_names: [{ exact: one }, { exact: other }] };
    const typed = { match_typed_subject_alt_names: [{ san_type: 'URI', matcher: { exact: one } }] };
    const body = (context: object) => JSON.stringify({ configs: [{ cluster: { context } }] }, undefined, 1);
    assert.deepEqual(acceptedIdentities(body(old)), [one, other]);
    assert.deepEqual(acceptedIdentities(body(typed)), [one]);
    assert.deepEqual(acceptedIdentities('{}'), []);
  });

  it('shows chain and roots', () => {
    const dump = {
      configs: [
        {
          '@type': 'type.googleapis.com/envoy.admin.v3.SecretsConfigDump.DynamicSecret',
          name: 'default',
          secret: {
            tls_certificate: {
              certificate_chain: { inline_bytes: base64('chain') },
              private_key: { inline_bytes: base64('[redacted]') },
            },
          },
        },
        { name: 'ROOTCA', secret: { validation_context: { trusted_ca: { inline_bytes: base64('roots') } } } },
      ],
    };
    assert.deepEqual(proxyCertificates(JSON.stringify(dump)), { chain: 'chain', trusted: 'roots' });
  });

  it('shows nothing before a proxy has its certificates', () => {
    assert.deepEqual(proxyCertificates('{}'), { chain: '', trusted: '' });
  });
});
