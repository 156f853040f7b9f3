import { taskPhases } from '@background-tasks/plugin-background-tasks-common';
import type {
  BackgroundTaskEvent,
  CheckResult,
  TaskPhase,
} from '@background-tasks/plugin-background-tasks-common';
import { stripVTControlCharacters } from 'node:util';
import type { ScenarioResult } from '../scenarios';

/** Tells a person at a terminal what happens, as it happens. */
export class Narrator {
  private readonly output: NodeJS.WriteStream;
  private phase: TaskPhase | undefined;
  private progress = 0;

  constructor(output: NodeJS.WriteStream) {
    this.output = output;
  }

  /** A line of our own. */
  say(text: string): void {
    this.line(text);
  }

  /** Another task begins. */
  begin(text: string): void {
    this.phase = undefined;
    this.progress = 0;
    this.line(`\n${this.style('1', text)}`);
  }

  /** An event of the task. */
  tell(event: BackgroundTaskEvent): void {
    if (event.type === 'progress' || event.type === 'status') {
      this.progress = Math.max(this.progress, event.progress);
    }
    if (event.phase !== this.phase && event.phase !== 'done') {
      this.phase = event.phase;
      const { title } = taskPhases[event.phase];
      this.line(`\n${this.style('1;36', `${title} (${this.progress} %)`)}`);
    }
    const text = textOf(event);
    if (text === undefined) return;
    const dim = event.type === 'log' && event.stream !== 'system';
    this.line(`  ${this.style(dim ? '2' : '0', text)}`);
  }

  /** How it ended: the pull request, the checks, the time. */
  summarize(result: ScenarioResult): void {
    const { task, pullRequest, retry, validation, durations } = result;
    this.line(`\n${this.style('1', `${task.name}: ${task.status}`)}`);
    if (task.error) this.line(indent(task.error));
    if (pullRequest) {
      this.line(`Pull request #${pullRequest.number}: ${pullRequest.url}`);
      this.line(`  ${pullRequest.title}`);
      for (const file of pullRequest.files) this.line(`  changed: ${file}`);
    }
    if (retry) this.line(`Retried as ${retry.name}`);
    this.line('\nChecks');
    for (const check of validation.gate) this.line(`  ${checkLine(check)}`);
    this.line('\nSeconds');
    for (const [phase, seconds] of Object.entries(durations)) {
      this.line(`  ${phase.padEnd(12)}${seconds.toFixed(1).padStart(7)}`);
    }
  }

  private line(text: string): void {
    this.output.write(`${text}\n`);
  }

  private style(code: string, text: string): string {
    const colours = this.output.isTTY && !process.env.NO_COLOR;
    return colours && code !== '0' ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

function textOf(event: BackgroundTaskEvent): string | undefined {
  switch (event.type) {
    case 'log':
      // What a repository prints must not steer this terminal.
      return stripVTControlCharacters(event.text);
    case 'validation':
      return `${event.stage === 'gate' ? '' : 'base: '}${checkLine(
        event.check,
      )}`;
    case 'changes':
      return event.files
        .map(file => `${file.status} ${file.path}`)
        .join('\n  ');
    case 'outcome':
      return event.outcome === 'ok' ? undefined : event.error;
    default:
      return undefined;
  }
}

function checkLine(check: CheckResult): string {
  const marks = { passed: '✓', failed: '✗', failedBefore: '!', notRun: '-' };
  const seconds = (check.durationMs / 1000).toFixed(1);
  return `${marks[check.status]} ${check.command} (${seconds} s)`;
}

function indent(text: string): string {
  return text
    .split('\n')
    .map(line => `  ${line}`)
    .join('\n');
}
