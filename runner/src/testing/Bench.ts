import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type {
  PhaseSecrets,
  RunnerEvent,
  RunnerPhase,
  RunSpec,
} from '@background-tasks/plugin-background-tasks-common';
import { parseRunnerEvent } from '@background-tasks/plugin-background-tasks-common';
import { EventWriter, secretForms } from '../events';
import { resultOfError, type PhaseResult } from '../phases/PhaseFailure';
import { workspacePaths, type PhaseContext } from '../phases/PhaseContext';
import { runSpec } from './LocalRun';

/** A workspace in which single phases run within the test's own process. */
export class Bench {
  readonly events: RunnerEvent[] = [];
  spec: RunSpec;
  secrets: PhaseSecrets = {};

  constructor(readonly root: string, cloneUrl: string) {
    this.spec = runSpec(cloneUrl);
    for (const folder of ['work', 'pristine', 'bundle', 'gate', 'results']) {
      mkdirSync(join(root, folder), { recursive: true });
    }
  }

  get work(): string {
    return join(this.root, 'work');
  }

  get log(): string {
    return this.events
      .flatMap(event => (event.type === 'log' ? [event.text] : []))
      .join('\n');
  }

  /** Runs one phase, and returns its outcome as the runner would print it. */
  async run(
    phase: RunnerPhase,
    runPhase: (context: PhaseContext) => Promise<PhaseResult>,
  ): Promise<PhaseResult> {
    this.events.length = 0;
    const paths = workspacePaths(this.root, phase);
    mkdirSync(paths.tmp, { recursive: true });
    const events = new EventWriter(phase, {
      secrets: secretForms(this.secrets.gitToken),
      write: line => {
        const event = parseRunnerEvent(line);
        if (!event) throw new Error(`Not a runner event: ${line}`);
        this.events.push(event);
      },
    });
    const context: PhaseContext = {
      phase,
      spec: this.spec,
      secrets: this.secrets,
      events,
      paths,
      signal: new AbortController().signal,
      progress: {
        set: (progress, check) =>
          events.emit({
            type: 'progress',
            progress: Math.floor(progress),
            check,
          }),
      },
    };
    try {
      return await runPhase(context);
    } catch (error) {
      return resultOfError(error);
    }
  }
}
