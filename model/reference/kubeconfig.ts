import { CLUSTER_FIELDS, type Field, USER_FIELDS } from '../kubeconfig/fields';

/** The reference of kubeconfigs in Markdown: what becomes of each field, from the table that remote secrets are made by. */
export function kubeconfigReference(): string {
  return [
    '# Kubeconfigs and remote secrets',
    '',
    'A cluster’s kubeconfig is what the stack reaches it with: `kubeconfig` of the cluster, or `meshwork:kubeconfigs`. Whatever kubectl accepts is accepted, with these exceptions: the server has an https address ' +
      'without a user name, and a text in `meshwork:kubeconfigs` names no files by relative paths. Only the context of the cluster goes into the stack.',
    '',
    'The istiods of other clusters reach the cluster by a remote secret with a kubeconfig of its own. This is what it takes from the cluster’s kubeconfig:',
    '',
    ...table('cluster', CLUSTER_FIELDS),
    '',
    'A key of `apiServer` takes the place of a field. `apiServer.server` takes the place of everything that belongs to the address in the kubeconfig.',
    'Where the kubeconfig names no authority, kubectl uses those of the machine and istiods the cluster’s own: an address with a certificate of a public authority needs `apiServer.certificateAuthority`.',
    '',
    ...table('user', USER_FIELDS),
    '',
    'Written by `npm run reference`; a test fails when it is out of date.',
    '',
  ].join('\n');
}

function table(of: string, fields: Readonly<Record<string, Field>>): string[] {
  const rows = Object.entries(fields).map(([name, { fate, remark, unless }]) => {
    const keys = unless.map((key) => `\`apiServer.${key}\``).join(', ');
    return `| \`${name}\` | ${fate} | ${keys} | ${remark} |`;
  });
  return [`| Field of the ${of} | In the remote secret | Unless config says | Remark |`, '|---|---|---|---|', ...rows];
}
