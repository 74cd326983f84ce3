import { configPath, type Problem } from '../problems/problem';
import type { Spec, VirtualMachineSpec } from '../schema/config';

/** The settings of a machine's package do not contradict the name of the file that its URL leads to. */
export function sidecarPackageProblems({ virtualMachines }: Spec): Problem[] {
  return Object.entries(virtualMachines).flatMap(([name, { sidecar }]) => problemsOf(name, sidecar));
}

/** The words for an architecture in names of files: Debian's and Linux' own. */
const ARCHITECTURES = { amd64: /amd64|x86[-_]64/i, arm64: /arm64|aarch64/i } as const;

function problemsOf(name: string, sidecar: VirtualMachineSpec['sidecar']): Problem[] {
  const { architecture, format, installed, url } = sidecar;
  const at = (setting: string) => configPath('virtualMachines', name, 'sidecar', setting);
  if (url === undefined) return [];
  if (installed)
    return [
      {
        path: at('url'),
        found: 'a URL, and `installed: true`, with which nothing is downloaded',
        expected: 'one of the two',
      },
    ];
  const file = new URL(url).pathname.split('/').at(-1) ?? '';
  const ending = /\.(deb|rpm)$/.exec(file)?.[1];
  const other = architecture === 'amd64' ? 'arm64' : 'amd64';
  const isOther = ARCHITECTURES[other].test(file) && !ARCHITECTURES[architecture].test(file);
  return [
    ...(ending === undefined || ending === format
      ? []
      : [
          {
            path: at('format'),
            found: `${format}, but the URL leads to ${file}`,
            expected: `${ending}, or the URL of a package of that format`,
          },
        ]),
    ...(isOther
      ? [
          {
            path: at('architecture'),
            found: `${architecture}, but the URL leads to ${file}`,
            expected: `${other}, or the URL of a package for ${architecture}`,
          },
        ]
      : []),
  ];
}
