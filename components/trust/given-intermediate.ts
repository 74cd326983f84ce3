import * as pulumi from '@pulumi/pulumi';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { certificatesIn } from '../../model/certificates/pem';
import { chainBelow } from '../../model/certificates/chain';
import type { MeshPlan } from '../../model/plan/plan';
import type { Intermediate } from './intermediate-ca';
import { endOf } from './not-after';

/**
 * An intermediate that was made outside, as the rules have found it right (model/rules/given-intermediates.ts).
 *
 * @param pem Its certificate, then the authorities between it and the root, perhaps with the root at the end.
 * @param key Its private key, PEM. Secret.
 * @param mesh The mesh whose root it leads to.
 * @throws Error if there is no key, which the rules ask for.
 */
export function givenIntermediate(pem: string, key: string | undefined, mesh: MeshPlan): Intermediate {
  if (key === undefined) throw new Error('There is no key for an intermediate that is given.');
  const signer = mesh.roots.find(({ name }) => name === mesh.signer);
  const root = signer !== undefined && 'given' in signer ? new X509Certificate(signer.given.certificate) : undefined;
  const certificates = root === undefined ? (certificatesIn(pem) ?? []) : chainBelow(root, pem);
  // Written anew, so that each ends with its line. istiod takes the first block of a key alone, and openssl may write others before it.
  const [certificate = '', ...further] = certificates.map(String);
  return {
    certificate: pulumi.output(certificate),
    chain: pulumi.output([certificate, ...further].join('')),
    expiry: pulumi.output(endOf(certificates)),
    privateKey: pulumi.secret(createPrivateKey(key).export({ type: 'pkcs8', format: 'pem' }).toString()),
  };
}
