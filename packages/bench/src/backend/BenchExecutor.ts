import type {
  RunnerEvent,
  RunnerEventBody,
  RunSpec,
} from '@background-tasks/plugin-background-tasks-common';
import type {
  RunBatch,
  RunHandle,
  RunUpdate,
  StartRun,
  TaskExecutor,
} from '@background-tasks/plugin-background-tasks-node';
import { noop, type Behaviour } from '../behaviour';
import type { Gates } from './Gates';
import type { ModelDoors } from './ModelDoors';
import { speak } from './speak';

/** Runs that cost nothing: each says what its script, a behaviour in JSON, wants said. */
export class BenchExecutor implements TaskExecutor {
  readonly id = 'bench';
  private readonly runs = new Map<
    string,
    { behaviour: Behaviour; stopping: AbortController }
  >();

  constructor(
    private readonly gates: Gates,
    private readonly modelDoors: ModelDoors,
  ) {}

  async start({ spec, secrets }: StartRun): Promise<RunHandle> {
    this.runs.set(spec.runUid, {
      behaviour: this.behaviourOf(spec, secrets.agent?.modelToken),
      stopping: new AbortController(),
    });
    return { run: spec.runUid };
  }

  /** A task with a model says nothing: it stays until the gate of its name is opened. */
  private behaviourOf(spec: RunSpec, token: string | undefined): Behaviour {
    const { gatewayUrl, script } = spec.agent;
    if (!gatewayUrl || !token) return script ? JSON.parse(script) : noop;
    this.modelDoors.set(spec.task.name, { gatewayUrl, token });
    return { ...noop, gate: spec.task.name };
  }

  async *follow(
    handle: RunHandle,
    options: { cursor?: string; signal: AbortSignal },
  ): AsyncGenerator<RunBatch> {
    const run = this.runs.get(String(handle.run));
    if (!run) {
      yield batch([{ type: 'end', reason: 'lost' }]);
      return;
    }
    let seq = 0;
    const event = (body: RunnerEventBody): RunUpdate => {
      seq += 1;
      const stamped: RunnerEvent = {
        ...body,
        phase: 'agent',
        seq,
        time: new Date().toISOString(),
      };
      return { type: 'event', event: stamped };
    };
    const signal = AbortSignal.any([options.signal, run.stopping.signal]);
    const begin: RunUpdate = { type: 'phaseStart', phase: 'agent' };
    if (run.behaviour.gate) yield batch([begin]);
    for await (const lines of speak(run.behaviour, this.gates, signal)) {
      yield batch(
        lines.map(text => event({ type: 'log', stream: 'stdout', text })),
      );
    }
    if (options.signal.aborted) return;
    if (run.stopping.signal.aborted) {
      yield batch([{ type: 'end', reason: 'cancelled' }]);
      return;
    }
    yield batch([
      ...(run.behaviour.gate ? [] : [begin]),
      event({ type: 'outcome', outcome: 'noChanges' }),
      { type: 'phaseEnd', phase: 'agent', exitCode: 0, signal: null },
      { type: 'end', reason: 'completed' },
    ]);
  }

  async inspect(): Promise<'running'> {
    return 'running';
  }

  async stop(handle: RunHandle): Promise<void> {
    this.runs.get(String(handle.run))?.stopping.abort();
  }

  async cleanup(handle: RunHandle): Promise<void> {
    this.runs.delete(String(handle.run));
  }

  async describeIsolation(): Promise<string[]> {
    return ['Nothing runs at all.'];
  }
}

function batch(updates: RunUpdate[]): RunBatch {
  return { updates, cursor: '' };
}
