import * as pulumi from '@pulumi/pulumi';

/** What another cluster's istiod needs to read this one. */
export interface ReaderAccess {
  /** Bearer token of the reader account. Secret. */
  readonly token: pulumi.Output<string>;
  /** The authority behind the API server, base64-encoded PEM. */
  readonly certificateAuthority: pulumi.Output<string>;
}

/** The access that the Secret of a service account gives. */
export function readerAccess(data: pulumi.Output<Readonly<Record<string, string>> | undefined>): ReaderAccess {
  const entry = (key: string) => data.apply((known) => known?.[key] ?? '');
  return {
    token: pulumi.secret(entry('token').apply((token) => Buffer.from(token, 'base64').toString())),
    certificateAuthority: pulumi.unsecret(entry('ca.crt')),
  };
}
