import { strict as assert } from 'node:assert';
import type { Lab } from '../../../lab/lab';

/** Where the server of a machine listens, as netexec does in pods. */
const PORT = 8080;

/** Answers one request as netexec does: `/hostname` with the name of the machine, anything else with the headers that it got. */
const SCRIPT = `#!/bin/bash
read -r _ path _
while IFS= read -r line && line=\${line%$'\\r'} && [ -n "$line" ]; do
  case \${line,,} in x-forwarded-client-cert:*) certificate=\${line#*: } ;; esac
done
if [ "$path" = /hostname ]; then body=$(hostname); else body='{"X-Forwarded-Client-Cert":["'\${certificate//\\"/\\\\\\"}'"]}'; fi
printf 'HTTP/1.1 200 OK\\r\\nContent-Length: %s\\r\\nConnection: close\\r\\n\\r\\n%s' "\${#body}" "$body"
`;

const SOCKET = `[Socket]
ListenStream=${PORT}
Accept=yes
[Install]
WantedBy=sockets.target
`;

const SERVICE = `[Service]
ExecStart=/usr/local/sbin/answer
StandardInput=socket
`;

/** The files of the server. */
const FILES: Readonly<Record<string, string>> = {
  '/usr/local/sbin/answer': SCRIPT,
  '/etc/systemd/system/answer.socket': SOCKET,
  '/etc/systemd/system/answer@.service': SERVICE,
};

/** Has a machine serve HTTP, now and after each boot. */
export async function startServer(lab: Lab, machine: string): Promise<void> {
  for (const [path, content] of Object.entries(FILES))
    await succeed(lab, machine, `sudo tee ${path} >/dev/null && sudo chmod 755 ${path}`, content);
  await succeed(lab, machine, 'sudo systemctl daemon-reload && sudo systemctl enable --now answer.socket');
}

/** Takes the server away, with its files. */
export async function removeServer(lab: Lab, machine: string): Promise<void> {
  const files = Object.keys(FILES).join(' ');
  await succeed(
    lab,
    machine,
    `sudo systemctl disable --now answer.socket && sudo rm ${files} && sudo systemctl daemon-reload`,
  );
}

/** Runs a script on a machine, and returns its output. */
export async function succeed(lab: Lab, machine: string, script: string, input = ''): Promise<string> {
  const { code, stderr, stdout } = await lab.ssh(machine, script, { input });
  assert.equal(code, 0, `${script} on ${machine}: ${stderr}`);
  return stdout;
}
