/** What the `ssh` program says when it fails, in words for the user of the config. */
export function sshFailure(stderr: string): string {
  if (
    /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|no matching host key type found/i.test(stderr)
  )
    return `its SSH server has another host key than config says (ssh.hostKey)`;
  if (/\bssh: (command )?not found/.test(stderr)) return 'the program ssh is not on PATH here: it comes with OpenSSH';
  const denied = /^(\S+?)@\S+: Permission denied/m.exec(stderr)?.[1];
  if (denied !== undefined) return `its SSH server does not let user ${denied} in with the key of meshwork:sshKeys`;
  if (/error in libcrypto|invalid format|incorrect passphrase/i.test(stderr))
    return 'the key in meshwork:sshKeys cannot be read: ssh takes keys in the format of OpenSSH, without a passphrase';
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return (lines.at(-1) ?? 'ssh ended without a word').trim();
}
