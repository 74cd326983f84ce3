import { text } from 'node:stream/consumers';
import { requestToken, type TokenRequest } from './token-request';

/** Reads a request for a token as JSON from standard input, and writes the token to standard output. Its arguments and messages hold no secret. */
async function main(): Promise<void> {
  const asked = JSON.parse(await text(process.stdin)) as TokenRequest;
  process.stdout.write(await requestToken(asked));
}

main().catch((error: unknown) => {
  console.error(`meshwork: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
