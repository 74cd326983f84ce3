import picocolors from 'picocolors';

/** Whether a stream shows colour: it is a terminal that can, and the user did not refuse it (https://no-color.org). */
export function showsColour(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && environment['TERM'] !== 'dumb' && (environment['NO_COLOR'] ?? '') === '';
}

/** Colours the marks of a report. The text stays the same, so columns stay where they are. */
export function coloured(text: string): string {
  const { bold, dim, green, red, yellow } = picocolors.createColors(true);
  return text
    .replace(/✓/g, green('✓'))
    .replace(/✗/g, red('✗'))
    .replace(/^! /gm, yellow('! '))
    .replace(/^– /gm, dim('– '))
    .replace(/^(?:mesh|federation|ingress gateway|services across) .*$/gm, (heading) => bold(heading));
}
