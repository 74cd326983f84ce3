import * as pulumi from '@pulumi/pulumi';

interface Ingress {
  readonly ip?: string;
  readonly hostname?: string;
}

/**
 * The IP addresses in the status of a load balancer or an Ingress: a Service in another cluster can have no host name behind it.
 *
 * @param where What the addresses belong to, for messages.
 */
export function statusAddresses(
  ingress: pulumi.Input<readonly Ingress[] | undefined>,
  where: string,
): pulumi.Output<string[]> {
  return pulumi.output(ingress).apply((entries) => {
    const addresses = (entries ?? []).flatMap(({ ip }) => (ip === undefined || ip === '' ? [] : [ip]));
    if (addresses.length > 0) return addresses;
    const names = (entries ?? []).map(({ hostname }) => hostname).join(', ');
    throw new pulumi.RunError(
      `The load balancer of ${where} ${names === '' ? 'has no address' : `yields ${names}, and no IP address`}. ` +
        (names === ''
          ? 'Run `pulumi up` again when it has one.'
          : 'Ask for one with IP addresses by its class or annotations.'),
    );
  });
}
