const NAME = 'nowhere';

/**
 * A kubeconfig that leads nowhere: a provider with it asks no cluster and changes none. Port 1 of the own machine refuses at once; a name would have to be
 * looked up first.
 */
export const NOWHERE = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': NAME,
  clusters: [{ name: NAME, cluster: { server: 'https://127.0.0.1:1' } }],
  contexts: [{ name: NAME, context: { cluster: NAME, user: NAME } }],
  users: [{ name: NAME, user: {} }],
});
