import { strict as assert } from 'node:assert';
import { eventually } from '../../../cli/eventually';
import type { Lab } from '../../../lab/lab';
import { succeed } from './machine-server';

const LONGEST_WAIT = 120_000;

/** When the service of the proxy started, and the processes that it runs. They stay for as long as nothing is restarted. */
export async function proxyStart(lab: Lab, machine: string): Promise<string> {
  const times = 'systemctl show istio -p ActiveEnterTimestampMonotonic -p MainPID -p NRestarts';
  return succeed(lab, machine, `${times}; pgrep -x envoy; pgrep -x pilot-agent`);
}

/** The serial number of the certificate that the proxy shows in calls, as it says itself. */
export async function shownSerial(lab: Lab, machine: string): Promise<string> {
  const { certificates } = JSON.parse(await succeed(lab, machine, 'curl --silent localhost:15000/certs')) as {
    certificates: readonly { readonly cert_chain: readonly { readonly serial_number: string }[] }[];
  };
  const serials = new Set(certificates.flatMap(({ cert_chain: chain }) => chain.map((one) => one.serial_number)));
  return [...serials].sort().join();
}

/** Waits until the proxy shows another certificate than before and nothing else, and returns its serial number. */
export async function anotherSerial(lab: Lab, machine: string, earlier: string): Promise<string> {
  return eventually(
    () => shownSerial(lab, machine),
    (serial) => serial !== earlier && !serial.includes(','),
    AbortSignal.timeout(LONGEST_WAIT),
  );
}

/** A file that the agent has not read since it was written has an earlier time of access. */
const READ =
  'cd /etc/istio-bootstrap && [ $(stat -c %.9X cert-chain.pem | tr -d .) -gt $(stat -c %.9Y cert-chain.pem | tr -d .) ]';

/** The connections of the agent to its istiod. */
const CONNECTIONS = "ss -tnpH state established dport = 15012 | grep pilot-agent | awk '{ print $3 }'";

/**
 * Cuts the connection of an agent to istiod, and waits until it has another, which needs the certificate by which the machine proves to istiod who it is: the
 * agent reads it anew, and istiod does not end the connection.
 */
export async function reconnects(lab: Lab, machine: string): Promise<void> {
  const script = (text: string) => succeed(lab, machine, `sudo bash -s`, text);
  assert.equal(await script(`${READ} && echo read || echo unread`), 'unread\n', 'nothing has read the new certificate');
  await script(`ss -K dport = 15012 >/dev/null 2>&1; true`);
  const settled = `before=$(${CONNECTIONS}); sleep 3; [ -n "$before" ] && [ "$before" = "$(${CONNECTIONS})" ] && ${READ} && echo connected || true`;
  const seen = await eventually(
    () => script(settled),
    (answer) => answer === 'connected\n',
    AbortSignal.timeout(LONGEST_WAIT),
  );
  assert.equal(seen, 'connected\n');
}
