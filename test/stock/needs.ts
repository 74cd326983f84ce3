import { run } from '../../lab/build/command';
import { LabError } from '../../lab/error';

/** Further programs that the stock tests need: for each a command that succeeds if it is there, and its package. QEMU and mmdebstrap are downloaded. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  perl: ['perl', '-MTime::HiRes', '-e', '1'],
  'openssh-client': ['ssh', '-V'],
  e2fsprogs: ['mke2fs', '-V'],
  git: ['git', '--version'],
};

/** @throws LabError that names all packages that are missing, before anything is made. */
export async function requireNeeds(): Promise<void> {
  const tries = Object.entries(NEEDS).map(async ([name, [command = '', ...args]]) =>
    run(command, args).then(
      () => [],
      () => [name],
    ),
  );
  const missing = (await Promise.all(tries)).flat();
  if (missing.length > 0) {
    throw new LabError(
      `This machine lacks programs for stock machines. Nothing was changed. To do: apt-get install ${missing.join(' ')}`,
    );
  }
}
