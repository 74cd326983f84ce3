import { HEADER_PATH, readAnswer } from '../answers/netexec';
import { explain } from '../errors';
import type { SshClient } from '../ssh/ssh-client';
import type { TunnelHttp } from '../tunnel-http';
import { PORTS } from './names';
import type { Caller, RunningWorkloads } from './place';

const LOOPBACK = '127.0.0.1';
/** Of the proxy's admin interface: an answer without work. */
const READY_PATH = '/ready';

/** The workloads of a machine, reached by SSH. */
export function machineWorkloads(ssh: SshClient, address: string): RunningWorkloads {
  return {
    serverAddress: address,
    calling: (talk) => calling(ssh, talk),
    // Client and server share the proxy.
    proxyText: (_workload, path, signal) => ssh.using(LOOPBACK, PORTS.proxyAdmin, (admin) => admin.text(path, signal)),
  };
}

/**
 * Calls from programs on the machine. The proxy takes them as it does those of any program there, and opens a connection of its own for each. What
 * the way to the machine costs is measured at the proxy's admin interface.
 */
async function calling<T>(ssh: SshClient, talk: (caller: Caller) => Promise<T>): Promise<T> {
  return ssh.using(LOOPBACK, PORTS.proxyAdmin, async (admin) => {
    const servers = new Map<string, TunnelHttp>();
    const serverOf = (host: string) => {
      const known = servers.get(host) ?? ssh.http(host, PORTS.service);
      servers.set(host, known);
      return known;
    };
    try {
      return await talk({
        call: async (host, signal) => {
          try {
            const { body, milliseconds } = await serverOf(host).get(HEADER_PATH, signal, host);
            return { call: readAnswer(body), milliseconds };
          } catch (error) {
            return { call: { kind: 'error', message: explain(error) }, milliseconds: 0 };
          }
        },
        idle: async (signal) => {
          try {
            return (await admin.get(READY_PATH, signal)).milliseconds;
          } catch {
            // The calls themselves will say what is wrong.
            return 0;
          }
        },
      });
    } finally {
      for (const server of servers.values()) server.close();
    }
  });
}
