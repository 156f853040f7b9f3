import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  PHASE_EXIT_ENDED,
  PHASE_EXIT_OK,
  phaseSecretsSchema,
  runSpecSchema,
  taskPhases,
  type CheckKind,
  type PhaseSecrets,
  type RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';
import { EventWriter, secretForms } from '../events';
import { errnoOf } from '../process';
import { runAgentPhase } from './agent';
import { runBaselinePhase } from './baseline';
import { runClonePhase } from './clone';
import { runCollectPhase } from './collect';
import {
  workspacePaths,
  type PhaseContext,
  type Progress,
} from './PhaseContext';
import { resultOfError, type PhaseResult } from './PhaseFailure';
import { runValidatePhase } from './validate';

const phases: Record<
  RunnerPhase,
  (context: PhaseContext) => Promise<PhaseResult>
> = {
  clone: runClonePhase,
  baseline: runBaselinePhase,
  agent: runAgentPhase,
  collect: runCollectPhase,
  validate: runValidatePhase,
};

/** Whoever watches is to hear something at least every 30 s. */
const KEEP_ALIVE_MS = 20_000;
/** As a shell would say it of a process that SIGTERM ended. */
const EXIT_STOPPED = 143;
/** After this time commands that were asked to end have been killed. */
const STOP_GRACE_MS = 3_000;

/**
 * Runs one phase from its spec and secrets to its `outcome` event.
 *
 * @param secretsText JSON of `PhaseSecrets`, or nothing
 * @param prepare done before all else; what it throws is how the phase ends
 * @returns the exit code
 */
export async function runPhase(
  phase: RunnerPhase,
  root: string,
  secretsText: string,
  prepare: () => Promise<void> = async () => {},
): Promise<number> {
  const stop = new AbortController();
  process.on('SIGTERM', () => stop.abort());
  process.on('SIGINT', () => stop.abort());
  // Nobody reads the events any more: the supervisor is gone.
  process.on('uncaughtException', error => {
    if (errnoOf(error) !== 'EPIPE') throw error;
    stop.abort();
    setTimeout(() => process.exit(EXIT_STOPPED), STOP_GRACE_MS);
  });

  let events = new EventWriter(phase);
  let keepAlive: NodeJS.Timeout | undefined;
  let result: PhaseResult;
  try {
    await prepare();
    const secrets = readSecrets(secretsText);
    events = new EventWriter(phase, {
      secrets: [
        ...secretForms(secrets.gitToken),
        ...secretForms(secrets.modelToken),
      ],
    });
    const spec = runSpecSchema.parse(
      JSON.parse(readFileSync(join(root, 'spec.json'), 'utf8')),
    );
    const paths = workspacePaths(root, phase);
    mkdirSync(paths.tmp, { recursive: true });
    makeRuntimeFolder();
    warnIfReadable(events);
    const progress = createProgress(events, phase);
    keepAlive = setInterval(progress.repeat, KEEP_ALIVE_MS);
    const context = {
      phase,
      spec,
      secrets,
      events,
      progress,
      signal: stop.signal,
      paths,
    };
    result = await Promise.race([phases[phase](context), giveUp(stop.signal)]);
  } catch (error) {
    result = resultOfError(error);
  }
  clearInterval(keepAlive);
  if (stop.signal.aborted) {
    // Whoever stops a phase knows why, and says it: an outcome of ours would only compete with that.
    events.system('Stopped.');
    return EXIT_STOPPED;
  }
  events.emit({ type: 'outcome', ...result });
  return result.outcome === 'ok' ? PHASE_EXIT_OK : PHASE_EXIT_ENDED;
}

/** Rejects when a phase that was told to stop has had its time. */
function giveUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      setTimeout(() => reject(new Error('Stopped.')), STOP_GRACE_MS);
    });
  });
}

function readSecrets(text: string): PhaseSecrets {
  if (text.trim() === '') return {};
  try {
    return phaseSecretsSchema.parse(JSON.parse(text));
  } catch {
    // The parser's message would quote what it read.
    throw new Error("The phase's secrets on standard input are not valid.");
  }
}

function createProgress(
  events: EventWriter,
  phase: RunnerPhase,
): Progress & { repeat: () => void } {
  const { from, to } = taskPhases[phase];
  let current = from;
  let running: CheckKind | undefined;
  const say = () =>
    events.emit({ type: 'progress', progress: current, check: running });
  say();
  return {
    set(progress, check) {
      const next = Math.max(current, Math.min(to, Math.floor(progress)));
      if (next === current && check === running) return;
      current = next;
      running = check;
      say();
    },
    repeat: say,
  };
}

/** What desktops make for a user that logs in, and some tools expect: a folder for sockets that is the user's alone. */
function makeRuntimeFolder() {
  const folder = process.env.XDG_RUNTIME_DIR;
  if (folder) mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/**
 * A child of the same user could open this process's standard output and read its environment, unless the kernel
 * made it non-dumpable; then root owns its files in /proc.
 */
function warnIfReadable(events: EventWriter) {
  const uid = process.getuid?.();
  let owner: number | undefined;
  try {
    owner = statSync('/proc/self/environ').uid;
  } catch {
    owner = undefined;
  }
  if (uid !== 0 && owner !== undefined && owner !== uid) return;
  events.system(
    'This process can be inspected by programs of its own user: what the repository runs could forge its events.',
  );
}
