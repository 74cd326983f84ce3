import { isMalformed } from '../problems/malformed';
import { configPath, type Problem } from '../problems/problem';
import type { Spec } from '../schema/config';
import { PUBLIC_CHARTS } from '../schema/istio';

/** A login for charts that nothing would use, or that would be told to others. */
export function chartCredentialProblems(spec: Spec): Problem[] {
  if (spec.chartCredentials === undefined || isMalformed(spec, 'istio')) return [];
  const { oci, path, repository } = spec.istio?.charts ?? {};
  const where = configPath('istio', 'charts');
  const common = { path: configPath('chartCredentials') };
  // The plugin hands user name and password to Helm for repositories only (pulumi/pulumi-kubernetes#1914, #3314).
  if (oci !== undefined)
    return [
      {
        ...common,
        found: `a login beside ${where}.oci`,
        expected: `${where}.repository, or no such key`,
        fix: 'For an OCI registry, run `helm registry login` on the machine that deploys: Pulumi reads the logins of Helm, and takes no other.',
      },
    ];
  if (path !== undefined)
    return [{ ...common, found: `a login beside ${where}.path`, expected: `${where}.repository, or no such key` }];
  if (repository !== undefined && repository !== PUBLIC_CHARTS) return [];
  return [
    {
      ...common,
      found: "a login for Istio's public chart repository, which asks for none",
      expected: `${where}.repository with the repository that the login is for, or no such key`,
    },
  ];
}
