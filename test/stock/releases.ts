import { LabError } from '../../lab/error';

/** A release of Debian. */
export interface Release {
  /** E.g. 12. */
  readonly number: string;
  /** Its name in archives and lock files, e.g. `bookworm`. */
  readonly codeName: string;
}

const RELEASES: readonly Release[] = [
  { number: '12', codeName: 'bookworm' },
  { number: '13', codeName: 'trixie' },
];

/** Shown for --help, and where the arguments are wrong. */
export const HELP = `Boots stock Debian machines in QEMU and runs the README's first command and the life of a lab in them.

  npm run test:stock [-- RELEASE...]     RELEASE: ${RELEASES.map(({ number }) => number).join(' or ')}; all of them by default, one after the other
`;

/**
 * The releases that arguments name; all if they name none.
 * @throws LabError if one is not known.
 */
export function releasesOf(args: readonly string[]): readonly Release[] {
  if (args.length === 0) return RELEASES;
  return args.map((argument) => {
    const found = RELEASES.find(({ number, codeName }) => argument === number || argument === codeName);
    if (found === undefined) throw new LabError(`There is no release "${argument}" to try.\n\n${HELP}`);
    return found;
  });
}
