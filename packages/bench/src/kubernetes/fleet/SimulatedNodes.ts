import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildKwok,
  kubectl,
  type TestCluster,
} from '@background-tasks/dev-cluster';
import { freePort, repositoryRoot } from '@background-tasks/demo';
import { stopAll } from '../stopAll';
import { LogKubelet } from './LogKubelet';
import { AGENT_MAY_END, stages } from './stages';

const LABEL = 'bench/fleet';
/** So that nothing else comes onto them. */
const TAINT = 'bench/simulated';
const READY_SECONDS = 120;

/** Nodes that kwok simulates, with all that runs on them. */
export class SimulatedNodes {
  static async start(
    cluster: TestCluster,
    count: number,
  ): Promise<SimulatedNodes> {
    const program = await buildKwok();
    const id = `fleet-${process.pid}`;
    const directory = join(repositoryRoot, '.bench', 'kubernetes', id);
    await mkdir(directory, { recursive: true });
    const logs = await LogKubelet.start(cluster.nodeAddress, directory);
    const nodes = new SimulatedNodes(cluster, id, directory, logs);
    try {
      await nodes.begin(program, count);
    } catch (error) {
      await nodes.stop();
      throw error;
    }
    return nodes;
  }

  private kwok: ChildProcess | undefined;

  private constructor(
    private readonly cluster: TestCluster,
    private readonly id: string,
    private readonly directory: string,
    private readonly logs: LogKubelet,
  ) {}

  /** What brings the Pods of tasks onto these nodes, and nowhere else: laid over `backgroundTasks.kubernetes`. */
  get settings() {
    return {
      nodeSelector: { [LABEL]: this.id },
      tolerations: [{ key: TAINT, operator: 'Exists', effect: 'NoSchedule' }],
    };
  }

  /** Lets the agents of all tasks in these namespaces end. */
  async endAgents(namespaces: readonly string[]): Promise<void> {
    this.logs.endAgents();
    for (const namespace of namespaces) {
      await kubectl(this.cluster, [
        ...['annotate', 'pods', '--all', '--overwrite'],
        ...['-n', namespace, `${AGENT_MAY_END}=true`],
      ]);
    }
  }

  async stop(): Promise<void> {
    await stopAll([
      () =>
        kubectl(this.cluster, [
          ...['delete', 'nodes', '-l', `${LABEL}=${this.id}`],
          ...['--ignore-not-found', '--wait=false'],
        ]),
      () => this.stopKwok(),
      () => this.logs.close(),
      () => rm(this.directory, { recursive: true, force: true }),
    ]);
  }

  private async stopKwok(): Promise<void> {
    const { kwok } = this;
    if (!kwok || kwok.exitCode !== null || kwok.signalCode !== null) return;
    const ended = once(kwok, 'exit');
    kwok.kill();
    await ended;
  }

  private async begin(program: string, count: number): Promise<void> {
    const { cluster, directory, id, logs } = this;
    const config = join(directory, 'stages.yaml');
    await writeFile(config, stages());
    const log = openSync(join(repositoryRoot, '.bench', 'kwok.log'), 'w');
    this.kwok = spawn(
      program,
      [
        ...['--kubeconfig', cluster.kubeconfig, '--config', config],
        ...['--manage-nodes-with-label-selector', `${LABEL}=${id}`],
        ...['--node-ip', cluster.nodeAddress, '--node-port', `${logs.port}`],
        ...['--node-lease-duration-seconds', '40'],
        // Its own server has no part in this: logs are not from it.
        ...['--server-address', `127.0.0.1:${await freePort()}`],
      ],
      { stdio: ['ignore', log, log] },
    );
    closeSync(log);
    const items = Array.from({ length: count }, (_, n) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: `${id}-${n}`, labels: { [LABEL]: id } },
      spec: {
        taints: [{ key: TAINT, value: 'true', effect: 'NoSchedule' }],
      },
    }));
    await kubectl(cluster, ['create', '-f', '-'], {
      input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    });
    await kubectl(cluster, [
      ...['wait', 'nodes', '-l', `${LABEL}=${id}`],
      ...['--for=condition=Ready', `--timeout=${READY_SECONDS}s`],
    ]);
  }
}
