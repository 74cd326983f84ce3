/** The sign before a line of the report: whether what it tells of is as it should be. */
export function mark({ ok }: { readonly ok: boolean }): string {
  return ok ? '✓' : '✗';
}
