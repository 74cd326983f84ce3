import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { pipeline } from 'node:stream';

// Serves one file over HTTP: package-server.ts ADDRESS PATH FILE
const [address, path, file = ''] = process.argv.slice(2);

createServer((request, response) => {
  if (request.url !== path || !['GET', 'HEAD'].includes(request.method ?? '')) {
    response.writeHead(404).end(`There is only ${path}.\n`);
    return;
  }
  stat(file).then(
    ({ size }) => {
      response.writeHead(200, { 'content-type': 'application/vnd.debian.binary-package', 'content-length': size });
      if (request.method === 'HEAD') response.end();
      else pipeline(createReadStream(file), response, () => undefined); // a client may end a download early
    },
    (error: unknown) => response.writeHead(500).end(`${String(error)}\n`),
  );
}).listen(80, address);
