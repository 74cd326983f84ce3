import log = require('@pulumi/pulumi/log');

/**
 * Has the SDK send no debug messages to the engine. They hold the properties of resources in clear, private keys and tokens included, and the engine
 * shows them with `--json`, `--debug` and in event logs.
 */
export function withholdDebugMessages(): void {
  log.debug = () => Promise.resolve();
}
