import { strict as assert } from 'node:assert';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as pulumi from '@pulumi/pulumi';
import { awaitRollout } from '../../components/rollout/await-rollout';
import type { Rollout } from '../../components/rollout/rollout';
import { rolloutClients } from '../../components/rollout/rollout-clients';
import { watchEvents } from '../../components/rollout/watch-events';
import { Recording } from './recording';

const BEGUN = { metadata: { name: 'istiod', generation: 2 }, spec: { replicas: 1 }, status: { observedGeneration: 1 } };
const DONE = { ...BEGUN, status: { observedGeneration: 2, replicas: 1, updatedReplicas: 1, availableReplicas: 1 } };

/** An API server that knows of Deployments alone, and of these what a test says. */
class DeploymentServer {
  /** Answers to lists, one after the other; the last one stays. */
  lists: (readonly object[] | 'fails')[] = [[]];
  /** What each watch sees before it ends. */
  watches: (readonly object[])[] = [];
  answersLists = true;
  answersWatches = true;
  readonly requests: string[] = [];
  private isUnanswered: (request: IncomingMessage) => void = () => undefined;
  /** The first request that gets no answer. */
  readonly unanswered = new Promise<IncomingMessage>((resolve) => (this.isUnanswered = resolve));
  private readonly server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://server.example');
    const watched = url.searchParams.has('watch');
    this.requests.push(watched ? `watch from ${url.searchParams.get('resourceVersion') ?? ''}` : 'list');
    if (!(watched ? this.answersWatches : this.answersLists)) this.isUnanswered(request);
    else if (watched) this.answerWatch(response);
    else this.answerList(response);
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    return JSON.stringify({
      'current-context': 'east',
      clusters: [{ name: 'east', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
      contexts: [{ name: 'east', context: { cluster: 'east', user: 'east' } }],
      users: [{ name: 'east', user: {} }],
    });
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answerList(response: ServerResponse): void {
    const answer = this.lists.length > 1 ? this.lists.shift() : this.lists[0];
    response.setHeader('Content-Type', 'application/json');
    if (answer === 'fails') response.statusCode = 500;
    response.end(JSON.stringify({ metadata: { resourceVersion: '7' }, items: answer === 'fails' ? [] : answer }));
  }

  private answerWatch(response: ServerResponse): void {
    const events = this.watches.shift() ?? [];
    response.end(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }
}

describe('the wait for a rollout', () => {
  let server: DeploymentServer;
  let kubeconfig: string;
  let wait: (changed?: boolean, kind?: Rollout['kind']) => Promise<void>;

  beforeEach(async () => {
    await pulumi.runtime.setMocks(new Recording(), 'meshwork', 'test', false);
    server = new DeploymentServer();
    kubeconfig = await server.listen();
    wait = (changed = true, kind = 'Deployment') =>
      awaitRollout(
        {
          title: 'istiod in cluster east',
          kind,
          name: 'istiod',
          namespace: 'istio-system',
          selector: { app: 'istiod' },
          kubeconfig,
        },
        changed,
      );
  });

  afterEach(() => server.close());

  it('ends at once where it is done, and where this run made no Deployment', async () => {
    server.lists = [[DONE], []];
    await wait();
    await wait();
    assert.deepEqual(server.requests, ['list', 'list']);
  });

  it('ends at once where an earlier run has seen it done, and pods went missing since', async () => {
    const conditions = [
      { type: 'Available', status: 'True' },
      { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
    ];
    server.lists = [[{ ...DONE, spec: { replicas: 3 }, status: { ...DONE.status, replicas: 3, conditions } }]];
    await wait(false);
    assert.deepEqual(server.requests, ['list']);
  });

  it('ends as soon as a watch sees it done', async () => {
    server.lists = [[BEGUN]];
    server.watches = [
      [
        { type: 'MODIFIED', object: { ...BEGUN, status: { observedGeneration: 2 } } },
        { type: 'MODIFIED', object: DONE },
      ],
    ];
    await wait();
    assert.deepEqual(server.requests, ['list', 'watch from 7']);
  });

  it('ends as soon as a watch sees the pods of a DaemonSet on all their nodes', async () => {
    const begun = { metadata: { generation: 1 }, status: { observedGeneration: 1, desiredNumberScheduled: 2 } };
    const done = { ...begun, status: { ...begun.status, updatedNumberScheduled: 2, numberAvailable: 2 } };
    server.lists = [[begun]];
    server.watches = [[{ type: 'MODIFIED', object: done }]];
    await wait(true, 'DaemonSet');
    assert.deepEqual(server.requests, ['list', 'watch from 7']);
  });

  it('ends where somebody deletes the Deployment meanwhile', async () => {
    server.lists = [[BEGUN]];
    server.watches = [[{ type: 'DELETED', object: BEGUN }]];
    await wait();
    assert.deepEqual(server.requests, ['list', 'watch from 7']);
  });

  it('ends a watch that its server has not answered: it would keep the program from ending', async () => {
    server.lists = [[BEGUN]];
    server.answersWatches = false;
    const ending = new AbortController();
    const { config } = await rolloutClients({ kubeconfig }, ending.signal);
    const watched = watchEvents(config, '/apis/apps/v1/deployments?watch=true', ending.signal).next();
    const ended = assert.rejects(watched, { name: 'AbortError' });
    const { socket } = await server.unanswered;
    ending.abort();
    await Promise.all([ended, new Promise((resolve) => socket.once('close', resolve))]);
  });

  it('ends a list that its server has not answered', async () => {
    server.answersLists = false;
    const ending = new AbortController();
    const { core } = await rolloutClients({ kubeconfig }, ending.signal);
    const ended = assert.rejects(core.listNode(), { name: 'AbortError' });
    const { socket } = await server.unanswered;
    ending.abort();
    await Promise.all([ended, new Promise((resolve) => socket.once('close', resolve))]);
  });

  it('goes on after a watch that ended, and after a server that failed', async () => {
    server.lists = [[BEGUN], 'fails', [DONE]];
    server.watches = [[{ type: 'MODIFIED', object: BEGUN }]];
    await wait();
    assert.deepEqual(server.requests, ['list', 'watch from 7', 'list', 'list']);
  });
});
