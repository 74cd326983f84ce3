/** The Secret with which images are pulled from registries with a password: the stack makes it in `istio-system`, verify in a namespace of its own. */
export const PULL_SECRET = 'meshwork-registry';
