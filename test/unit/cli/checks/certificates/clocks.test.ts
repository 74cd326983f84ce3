import { strict as assert } from 'node:assert';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clocksCheck } from '../../../../../cli/checks/certificates/clock-readings';
import { judgeClocks, type ReadClock } from '../../../../../cli/checks/certificates/clocks';
import type { ObservedMesh } from '../../../../../cli/checks/check';
import { clusterClient } from '../../../../../cli/kubernetes/cluster-client';
import { serverClock } from '../../../../../cli/kubernetes/server-clock';

const HERE: ReadClock = { kind: 'here', place: null, reading: 0 };
const cluster = (place: string, reading: ReadClock['reading']): ReadClock => ({ kind: 'cluster', place, reading });
const machine = (place: string, reading: ReadClock['reading']): ReadClock => ({ kind: 'machine', place, reading });

/** Status and problems of each clock, those that pass left out. */
function found(...clocks: ReadClock[]) {
  return judgeClocks('blue', clocks).flatMap(({ kind, place, problems, status }) =>
    status === 'pass' ? [] : [[place ?? kind, status, ...problems]],
  );
}

describe('verify: clocks', () => {
  it('are all right while they differ by a minute', () => {
    assert.deepEqual(found(cluster('east', 30), cluster('west', -30), machine('vm-1', 29.5), HERE), []);
  });

  it('fail where one is ten minutes behind, and the others are the measure', () => {
    assert.deepEqual(found(cluster('east', 0.4), cluster('west', -600), HERE), [
      [
        'west',
        'fail',
        'it is 10 min behind the clock of this machine: a certificate is valid from 120 s before it is made, so proxies there refuse certificates from elsewhere for their first 8 min',
      ],
    ]);
    assert.deepEqual(found(cluster('east', 0), cluster('west', 0.1), machine('vm-1', -600.1), { ...HERE }), [
      [
        'vm-1',
        'fail',
        'it is 10 min behind the clock of cluster east: a certificate is valid from 120 s before it is made, so proxies there refuse certificates from elsewhere for their first 8 min',
      ],
    ]);
  });

  it('fail where one is ten minutes ahead', () => {
    assert.deepEqual(found(cluster('east', 610), cluster('west', 0), HERE), [
      [
        'east',
        'fail',
        'it is 10 min 10 s ahead of the clock of this machine: a certificate is valid from 120 s before it is made, so others refuse certificates that are made there for their first 8 min 10 s',
      ],
    ]);
  });

  it('warn where more than half of the grace is used up', () => {
    assert.deepEqual(found(cluster('east', 90), cluster('west', 0), HERE), [
      [
        'east',
        'warn',
        'it is 1 min 30 s ahead of the clock of this machine: a certificate is valid from 120 s before it is made, and more than half of that is used up',
      ],
    ]);
  });

  it('warn where this machine alone is off, also beside a single cluster', () => {
    assert.deepEqual(found(cluster('east', -600), HERE), [
      [
        'here',
        'warn',
        'it is 10 min ahead of the clock of cluster east: certificates that `pulumi up` makes here are not valid there yet',
      ],
    ]);
    assert.deepEqual(found(cluster('east', 600), cluster('west', 600.2), HERE), [
      [
        'here',
        'warn',
        'it is 10 min behind the clock of cluster east: what is told here of the ends of certificates comes too late',
      ],
    ]);
  });

  it('fail where one cannot be read, which is no measure for the others', () => {
    assert.deepEqual(found(cluster('east', { problem: 'no answer' }), cluster('west', 0), HERE), [
      ['east', 'fail', 'it could not be read: no answer'],
    ]);
  });
});

describe('verify: clocks of API servers', () => {
  const servers: Server[] = [];

  after(() => {
    for (const server of servers) server.close();
  });

  /** The client of an API server that refuses everything, by a clock that is ahead. */
  async function serving(seconds: number | undefined) {
    const server = createServer((_, response) => {
      if (seconds === undefined) response.sendDate = false;
      else response.setHeader('Date', new Date(Date.now() + seconds * 1000).toUTCString());
      response.writeHead(403).end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return clusterClient(
      JSON.stringify({
        'current-context': 'east',
        clusters: [{ name: 'east', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
        contexts: [{ name: 'east', context: { cluster: 'east', user: 'east' } }],
        users: [{ name: 'east', user: {} }],
      }),
    );
  }

  it('are read from the headers of their answers, whatever those are', async () => {
    const { config } = await serving(-600);
    const ahead = await serverClock(config, AbortSignal.timeout(10_000));
    assert.ok(Math.abs(ahead + 600) < 2, `${ahead}`);
  });

  it('are unknown where an answer does not tell the time', async () => {
    const { config } = await serving(undefined);
    await assert.rejects(
      serverClock(config, AbortSignal.timeout(10_000)),
      /^Error: its answer does not tell the time$/,
    );
  });

  it('are reported with what to do where one is off', async () => {
    const [east, west] = await Promise.all([serving(0), serving(-600)]);
    const place = (name: string, { config }: typeof east) => ({
      ...{ kind: 'cluster', name, problem: undefined },
      clock: (signal: AbortSignal) => serverClock(config, signal),
    });
    const run = { mesh: { name: 'blue' }, places: [place('east', east), place('west', west)] };
    const results = await clocksCheck.ask(run as unknown as ObservedMesh, AbortSignal.timeout(10_000));
    assert.deepEqual(
      results.map((result) => clocksCheck.judge(result)),
      ['pass', 'fail', 'pass'],
    );
    const lines = results.map((result) => clocksCheck.line(result));
    assert.match(lines[0] ?? '', /^the clock of cluster east: \d(\.\d)? s (ahead of|behind) this machine's$/);
    assert.match(lines[1] ?? '', /^the clock of cluster west: (599|600|601)(\.\d)? s behind this machine's$/);
    assert.equal(lines[2], 'the clock of this machine');
  });
});
