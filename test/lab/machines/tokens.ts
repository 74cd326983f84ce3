import { strict as assert } from 'node:assert';
import { readdir, readFile } from 'node:fs/promises';
import type { Lab } from '../../../lab/lab';
import type { Stack } from '../stack';
import { assertFilesOfIstioctl, type Compared } from './istioctl-files';
import { succeed } from './machine-server';

/** What the tests of tokens need of the system. */
export interface TokenTests {
  readonly lab: () => Lab;
  readonly stack: () => Stack;
  readonly istioctl: () => string;
  /** The group that changes its proof, and its machine. */
  readonly compared: Compared;
  /** Waits until calls are answered by the machine. */
  readonly answered: () => Promise<void>;
}

const TOKEN_FILE = '/var/run/secrets/tokens/istio-token';

/** Tests of a group that changes from certificates to tokens, and back. */
export function showsTokens({ answered, compared, istioctl, lab, stack }: TokenTests): void {
  const { group, machine } = compared;
  const request = `${machine}-machine-token-request`;
  const sidecar = `${machine}-machine-sidecar`;
  let token = '';

  const tokenOfMachine = () => succeed(lab(), machine, `sudo cat ${TOKEN_FILE}`);

  it('prove themselves by a token of the cluster, which shows nowhere', async () => {
    change({ identity: 'token' });
    const planted = `planted-${Date.now()}`;
    const planting = lab().ssh(machine, `exec -a ${planted} sleep 300`);
    const commandLines = new CommandLines(planted);
    const output = await commandLines.during(stack().succeed('up', '--yes', '--skip-preview'));
    await lab().ssh(machine, `pkill -f ${planted}`);
    await planting;
    token = await tokenOfMachine();
    assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.ok(commandLines.have(planted), 'the command lines of the machine are among them');
    assert.ok(!commandLines.have(token));
    const logs = await succeed(lab(), machine, 'sudo journalctl --no-pager; sudo cat /var/log/istio/*');
    for (const text of [output, await stack().state(), logs]) assert.ok(!text.includes(token));
    await answered();
    await stack().unchanged();
    await assertFilesOfIstioctl(lab(), istioctl(), compared, 'token');
  });

  it('keep the token where another would last longer', async () => {
    change({ identity: 'token', tokens: { validityMinutes: 90 } });
    await stack().succeed('up', '--yes', '--skip-preview');
    assert.equal(await tokenOfMachine(), token);
  });

  it('come back after a reboot without the token', async () => {
    await lab().ssh(machine, 'sudo systemctl reboot');
    await answered();
    assert.equal(await succeed(lab(), machine, `sudo test -e ${TOKEN_FILE} || echo gone`), 'gone\n');
  });

  it('are set up again after the end of the token, as long as the proxy has a certificate', async () => {
    const { code, stderr } = await lab().ssh(machine, 'bash -s join', { input: await endedScript() });
    assert.equal(code, 0, stderr);
    await succeed(lab(), machine, 'sudo rm /etc/certs/cert-chain.pem');
    const refused = await lab().ssh(machine, 'bash -s join', { input: await endedScript() });
    assert.equal(refused.code, 70);
    assert.match(
      refused.stderr,
      new RegExp(
        `^meshwork: machine ${machine}: step "identity": by the clock here \\(\\S+\\) the token ended \\d+ s ago, and the proxy has no certificate that ` +
          `holds\\. Raise workloadGroups\\.${group}\\.tokens\\.generation, and run \`pulumi up\` again\\.$`,
        'm',
      ),
    );
  });

  it('get another token by its generation', async () => {
    change({ identity: 'token', tokens: { validityMinutes: 90, generation: 2 } });
    assert.deepEqual(await steps(), [`replace ${request}`, `update ${sidecar}`]);
    await stack().succeed('up', '--yes', '--skip-preview');
    assert.notEqual(await tokenOfMachine(), token);
    await answered();
  });

  it('prove themselves by a certificate again, and keep nothing of the token', async () => {
    change({});
    await stack().succeed('up', '--yes', '--skip-preview');
    await answered();
    await stack().unchanged();
    assert.equal(await succeed(lab(), machine, 'sudo ls /etc/certs'), 'root-cert.pem\n');
    assert.equal(await succeed(lab(), machine, `sudo test -e ${TOKEN_FILE} || echo gone`), 'gone\n');
  });

  /** Gives the group settings in place of those of the test before. */
  function change(settings: { readonly identity?: string; readonly tokens?: object }): void {
    stack().change('meshwork:workloadGroups', (groups) => {
      const others = Object.entries(groups[group] as object).filter(([key]) => key !== 'identity' && key !== 'tokens');
      return { ...groups, [group]: { ...Object.fromEntries(others), ...settings } };
    });
  }

  /** What a preview would do, apart from the steps of a replacement. */
  async function steps(): Promise<string[]> {
    const all = (await stack().preview()).filter(({ op }) => ['create', 'update', 'delete', 'replace'].includes(op));
    return all.map(({ op, urn }) => `${op} ${urn.split('::').at(-1) ?? ''}`).sort();
  }

  /** The script of the machine, as it would be if the token had ended. */
  async function endedScript(): Promise<string> {
    const state = await lab().run(['pulumi', 'stack', 'export', '--show-secrets', '--stack', 'dev']);
    const { deployment } = JSON.parse(state) as { deployment: { resources: { urn: string; inputs?: object }[] } };
    const command = deployment.resources.find(({ urn }) => urn.endsWith(`::${sidecar}`));
    const { plaintext } = (command?.inputs as { stdin: { plaintext: string } }).stdin;
    return (JSON.parse(plaintext) as string).replace(
      /^PROOF_END='\d+'$/m,
      `PROOF_END='${Math.floor(Date.now() / 1000) - 60}'`,
    );
  }
}

/** The command lines of all processes, those of the lab and its machines among them. */
class CommandLines {
  private readonly seen = new Set<string>();

  /** @param planted a text that is in one of them. */
  constructor(private readonly planted: string) {}

  /** Looks at them again and again until something is done, and until the planted text was seen: on a busy machine one look takes long. */
  async during<T>(done: Promise<T>): Promise<T> {
    const end = new AbortController();
    const looking = this.look(end.signal);
    try {
      return await done;
    } finally {
      end.abort();
      await looking;
    }
  }

  /** Whether a text was in one of them. */
  have(text: string): boolean {
    return [...this.seen].some((line) => line.includes(text));
  }

  private async look(end: AbortSignal): Promise<void> {
    const patience = AbortSignal.timeout(300_000);
    while (!end.aborted || !(this.have(this.planted) || patience.aborted)) {
      const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      const lines = await Promise.allSettled(processes.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8')));
      for (const line of lines) if (line.status === 'fulfilled') this.seen.add(line.value);
    }
  }
}
