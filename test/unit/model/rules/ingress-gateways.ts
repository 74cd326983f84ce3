import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '../../../../model/problems/parse';
import type { Problem } from '../../../../model/problems/problem';
import { ruleProblems } from '../../../../model/rules/rules';
import { primaryRemote, topologyOf } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

/** A certificate or key of test/unit/model/certificates. */
export function pem(name: string): string {
  return readFileSync(join(__dirname, '../certificates', name), 'utf8');
}

/** A server with a certificate in a Secret that is there. */
export const SERVER = { hosts: ['shop.example'], certificate: { secret: 'shop-tls' } };

/** A configuration with the ingress gateway `front` in east, and two services behind it. */
export function withFront(front: object, others: object = {}) {
  return {
    ...primaryRemote(),
    services: {
      orders: { namespace: 'shop', clusters: ['east'], ports: { http: { port: 80 } } },
      stock: {
        namespace: 'shop',
        clusters: ['west'],
        ports: { http: { port: 80 }, sql: { port: 5432, appProtocol: 'tcp' } },
      },
      vault: { namespace: 'shop', clusters: ['east'], ports: { tls: { port: 443, appProtocol: 'tls' } } },
    },
    ingressGateways: { front: { cluster: 'east', ...front } },
    ...others,
  };
}

/** The problems of such a configuration, as lines. Those of its shape come first, and then the rules are not asked. */
export function problemsOf(front: object, others: object = {}): string[] {
  const raw = withFront(front, others);
  const shape = parse(raw).problems;
  return (shape.length > 0 ? shape : ruleProblems(topologyOf(raw), SERVERS)).map((problem) => line(problem)).sort();
}

function line({ expected, found, path }: Problem): string {
  return `${path.replace('meshwork:', '').replace('ingressGateways.front.', '')}: ${found}; expected ${expected}`;
}
