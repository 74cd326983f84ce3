import { strict as assert } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Call, dialPath, peersIn, readDial } from '../../../cli/answers/netexec';
import { eventually } from '../../../cli/eventually';
import type { Lab } from '../../../lab/lab';
import { passthroughSni } from '../../../model/names/east-west-gateway';
import type { MeshworkOutputs } from '../../../outputs/contract';
import { applyObjects } from '../apply';
import { isAnswer } from '../examples/outcome';
import { askNetexec } from '../netexec-pod';
import type { Stack } from '../stack';
import { succeed } from './machine-server';
import { makeRoot, sendForged } from './outside-roots';
import { anotherSerial, proxyStart, reconnects, shownSerial } from './renewal';

const LONGEST_WAIT = 180_000;
const POLICY = 'authorizationpolicy.security.istio.io/stock';

/** The machine whose certificates another root signs, and the one whose istiod signs them. */
const MACHINES = { own: 'vm-2', mesh: 'vm-1' } as const;
const MACHINE = 'spiffe://vms.example/ns/office/sa/billing';
const STOCK = 'spiffe://green.example/ns/office/sa/stock';
const CLIENT = 'spiffe://green.example/ns/office/sa/client';

/**
 * Tests of a machine with an authority of its own, in mesh green, beside pods `client` and `stock` of it: who trusts it, and how its certificates are renewed
 * and replaced. The machine and the pods run all the while.
 */
export function showsAuthority(lab: () => Lab, stack: () => Stack): void {
  it('are told by policies from their namesakes in the mesh that configures them', async () => {
    await allow('vms.example/ns/office/sa/billing');
    await statusUntil('200');
    await allow('green.example/ns/office/sa/billing');
    await statusUntil('403');
    await lab().kubectl('west', '-n', 'office', 'delete', POLICY);
    await statusUntil('200');
  });

  it('are refused once trust in their authority is withdrawn, and accepted once it is exchanged again', async () => {
    const start = await proxyStart(lab(), MACHINES.own);
    await setTrust('withdrawn');
    await callUntil(({ kind }) => kind === 'error');
    await statusUntil('503');
    await setTrust('exchanged');
    await callsSucceed();
    assert.equal(await proxyStart(lab(), MACHINES.own), start);
  });

  it('take up renewed certificates without a restart, three times in a row', async () => {
    const starts = await Promise.all(Object.values(MACHINES).map((machine) => proxyStart(lab(), machine)));
    let serial = await shownSerial(lab(), MACHINES.own);
    for (const generation of [2, 3, 4]) {
      stack().change('meshwork:workloadGroups', (groups) =>
        Object.fromEntries(
          Object.entries(groups).map(([key, group]) => [key, { ...(group as object), certificates: { generation } }]),
        ),
      );
      await stack().succeed('up', '--yes', '--skip-preview');
      serial = await anotherSerial(lab(), MACHINES.own, serial);
      for (const machine of Object.values(MACHINES)) await reconnects(lab(), machine);
      await callsSucceed();
    }
    assert.deepEqual(await Promise.all(Object.values(MACHINES).map((machine) => proxyStart(lab(), machine))), starts);
  });

  it('may have a root from outside, which name constraints keep from naming workloads of other meshes', async () => {
    const start = await proxyStart(lab(), MACHINES.own);
    const roots = {
      anything: await makeRoot(lab(), MACHINES.own, 'anything'),
      constrained: await makeRoot(lab(), MACHINES.own, 'constrained', 'vms.example'),
    };
    const serial = await shownSerial(lab(), MACHINES.own);
    for (const [name, { key }] of Object.entries(roots)) await giveKey(name, key);
    stack().change('meshwork:meshes', (meshes) => ({
      ...meshes,
      vms: {
        ...(meshes['vms'] as object),
        roots: {
          root: {},
          ...Object.fromEntries(
            Object.entries(roots).map(([name, { certificate }]) => [name, { given: { certificate } }]),
          ),
        },
        signer: 'constrained',
      },
    }));
    await stack().succeed('up', '--yes', '--skip-preview');
    await anotherSerial(lab(), MACHINES.own, serial);
    await callsSucceed();
    assert.equal(await proxyStart(lab(), MACHINES.own), start);
    // The other root shows that the request is right but for what the constraints forbid.
    assert.equal(await forged('anything', CLIENT, CLIENT), CLIENT);
    assert.equal(await forged('constrained', MACHINE, MACHINE), MACHINE);
    assert.equal(await forged('constrained', CLIENT, 'refused'), 'refused');
    const state = await stack().state();
    // The second line of a PEM: the certificate is no secret, and shows that the search finds one.
    const isInState = (pem: string) => state.includes(pem.split('\n')[1] ?? pem);
    assert.deepEqual(
      [roots.constrained.certificate, roots.constrained.key].map((pem) => isInState(pem)),
      [true, false],
    );
  });

  it('have no identity at all where their certificate is missing, in place of one of the mesh that configures them', async () => {
    // The proxy starts again and again, and each time ends connections of SSH that are new: what is asked may be asked twice.
    const ask = async (script: string) => {
      const { stdout } = await eventually(
        () => lab().ssh(MACHINES.own, script),
        ({ code }) => code === 0,
        AbortSignal.timeout(LONGEST_WAIT),
      );
      return stdout;
    };
    const credentials = '/srv/istio-vm/var/run/secrets/workload-spiffe-credentials';
    await succeed(lab(), MACHINES.own, `sudo mv ${credentials} ${credentials}-away && sudo systemctl restart istio`);
    const refusal = '127.0.0.1:1: connect: connection refused';
    const log = await eventually(
      () => ask('sudo tail -n 40 /var/log/istio/istio.log'),
      (text) => text.includes(refusal),
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.ok(log.includes(refusal), log);
    assert.equal(await ask('curl --silent localhost:15000/certs | grep spiffe: || true'), '');
    await callUntil(({ kind }) => kind === 'error');
    await ask(
      `sudo sh -c 'if [ -e ${credentials}-away ]; then mv ${credentials}-away ${credentials}; fi; systemctl restart istio'`,
    );
    await callsSucceed();
  });

  /**
   * Sends a request with a forged certificate until its outcome is as wanted: the identity that the pod sees, or `refused`. While the pod takes up other
   * roots, it also ends connections without a word.
   */
  async function forged(root: string, identity: string, wanted: string): Promise<string> {
    const { clusters } = (await stack().outputs()) as unknown as MeshworkOutputs;
    const gateway = `${clusters['west']?.eastWestGateway?.addresses[0] ?? ''}:15443`;
    const request = { root, identity, gateway, sni: passthroughSni('stock', 'office', 80) };
    return eventually(
      async () => outcomeOf(await sendForged(lab(), MACHINES.own, request)),
      (outcome) => outcome === wanted,
      AbortSignal.timeout(LONGEST_WAIT),
    );
  }

  function outcomeOf(answer: string): string {
    if (answer.includes(' 200 OK')) return peersIn(/\{.*\}/s.exec(answer)?.[0] ?? '')?.source ?? 'no identity';
    return answer.includes('alert') ? 'refused' : answer;
  }

  /** Puts the key of a root into the config of the stack, as a user does. */
  async function giveKey(root: string, key: string): Promise<void> {
    const directory = await mkdtemp(join(tmpdir(), 'meshwork-root-key-'));
    await writeFile(join(directory, 'key.pem'), key, { mode: 0o600 });
    await stack().shell(
      `cat '${directory}/key.pem' | pulumi config set --path --secret 'meshwork:rootKeys.vms.${root}'`,
    );
    await rm(directory, { recursive: true });
  }

  async function setTrust(trust: 'exchanged' | 'withdrawn'): Promise<void> {
    stack().change('meshwork:federations', (federations) => ({
      'green-vms': { ...(federations['green-vms'] as object), trust },
    }));
    await stack().succeed('up', '--yes', '--skip-preview');
  }

  /** Pods call the machine and it calls pods, and each sees the identity of the other. */
  async function callsSucceed(): Promise<void> {
    assert.deepEqual(await callUntil(isAnswer), { kind: 'answer', source: CLIENT, destination: MACHINE });
    await statusUntil('200');
    const page = await succeed(lab(), MACHINES.own, 'curl --silent --max-time 30 http://stock.office/header');
    assert.deepEqual(peersIn(page), { source: MACHINE, destination: STOCK });
  }

  async function callUntil(wanted: (call: Call) => boolean): Promise<Call> {
    const client = { cluster: 'west', namespace: 'office', pod: 'client' };
    const call = await eventually(
      async () => {
        const { body, status } = await askNetexec(lab(), client, dialPath('billing.office', 80));
        return readDial(status, body);
      },
      wanted,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.ok(wanted(call), JSON.stringify(call));
    return call;
  }

  /** Has the machine call a pod until the answer has a status. */
  async function statusUntil(wanted: '200' | '403' | '503'): Promise<void> {
    const ask =
      "curl --silent --max-time 30 --output /dev/null --write-out '%{http_code}' http://stock.office/header; true";
    const status = await eventually(
      () => succeed(lab(), MACHINES.own, ask),
      (answer) => answer === wanted,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.equal(status, wanted);
  }

  /** Lets the pods `stock` answer one principal alone. */
  async function allow(principal: string): Promise<void> {
    await applyObjects(lab(), 'west', [
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: 'stock', namespace: 'office' },
        spec: {
          selector: { matchLabels: { app: 'stock' } },
          action: 'ALLOW',
          rules: [{ from: [{ source: { principals: [principal] } }] }],
        },
      },
    ]);
  }
}
