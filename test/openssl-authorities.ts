import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate with its key, in PEM. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

/** Extensions of an authority, as openssl writes them. */
const AUTHORITY = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];

/** Authorities that openssl makes for a test, with keys of P-256, in a directory that ends with it. */
export class OpensslAuthorities {
  private readonly directory = mkdtempSync(join(tmpdir(), 'meshwork-authorities-'));

  /**
   * Makes a root, or what another authority signs.
   *
   * @param name of the authority, its common name.
   * @param made says who signs it (by default it signs itself), its extensions (by default those of any authority), its days (by default 3650), and the
   *   kind of its key.
   */
  make(
    name: string,
    made: { by?: string; extensions?: readonly string[]; days?: number; newkey?: readonly string[] } = {},
  ): Certified {
    const { by, days = 3650, extensions = AUTHORITY, newkey = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] } = made;
    const hash = ['subjectKeyIdentifier=hash', ...(by === undefined ? [] : ['authorityKeyIdentifier=keyid'])];
    writeFileSync(this.path(`${name}.ext`), [...extensions, ...hash].join('\n'));
    const request = ['-newkey', ...newkey, '-nodes', '-subj', `/CN=${name}`, '-keyout', `${name}.key`];
    this.openssl('req', '-new', ...request, '-out', `${name}.csr`);
    const signer = by === undefined ? ['-signkey', `${name}.key`] : ['-CA', `${by}.pem`, '-CAkey', `${by}.key`];
    const file = ['-extfile', `${name}.ext`, '-out', `${name}.pem`];
    this.openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...signer,
      '-set_serial',
      '0x1001',
      '-days',
      String(days),
      ...file,
    );
    return { certificate: this.read(`${name}.pem`), key: this.read(`${name}.key`) };
  }

  /** Runs openssl in the directory, and returns what it says. */
  openssl(...args: readonly string[]): string {
    return execFileSync('openssl', args, { cwd: this.directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** The text of a file in the directory. */
  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** Removes the directory. */
  remove(): void {
    rmSync(this.directory, { recursive: true });
  }

  private path(name: string): string {
    return join(this.directory, name);
  }
}
