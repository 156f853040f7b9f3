import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TAIL_LINES = 40;

/** A step that failed, with a remedy: shown as sentences, without a stack trace. */
export class StepError extends Error {
  /**
   * @param {string} message what failed
   * @param {{ remedy?: string, tail?: string }} [details] how to mend it, and the last lines of the output
   */
  constructor(message, details = {}) {
    super(message);
    this.name = 'StepError';
    this.remedy = details.remedy;
    this.tail = details.tail;
  }
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let interrupted = false;

/** Whether the user asked to stop. */
export function wasInterrupted() {
  return interrupted;
}

/**
 * Hands interrupts on to the children and lets them end by themselves.
 * A terminal's Ctrl-C reaches them anyway, so a child must bear to be told twice.
 */
export function forwardSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      interrupted = true;
      for (const child of running) child.kill(signal);
      if (running.size === 0) process.exit(130);
    });
  }
  if (process.env.npm_lifecycle_event) followParent();
}

// npm and the shell between may die without telling us: their child would stay for ever.
function followParent() {
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && parentOf(parent) === grandparent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, output?: 'inherit' | 'stderr' | 'capture', onLine?: (line: string) => void }} [options]
 *   `stderr` shows its output on our standard error; `capture` keeps only the tail.
 * @returns {Promise<{ code: number, tail: string }>} exit code (128 + n for a signal) and the last lines of its output
 */
export function runProgram(command, args, options = {}) {
  const { cwd, env, output = 'inherit', onLine } = options;
  const stdio =
    output === 'inherit'
      ? 'inherit'
      : output === 'stderr'
      ? ['ignore', 2, 2]
      : ['ignore', 'pipe', 'pipe'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio });
    running.add(child);
    /** @type {string[]} */
    const tail = [];
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8').on('data', chunk => {
        const lines = (rest + chunk).split('\n');
        rest = (lines.pop() ?? '').slice(-8192);
        for (const line of lines) {
          tail.push(line);
          if (tail.length > TAIL_LINES) tail.shift();
          onLine?.(line);
        }
      });
    }
    child.once('error', error => {
      running.delete(child);
      reject(
        new StepError(`Could not start ${command}: ${error.message}`, {
          remedy: `Check that ${command} is installed and in PATH.`,
        }),
      );
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code: signal ? 130 : code ?? 1, tail: tail.join('\n') });
    });
  });
}

/**
 * When a process was started, in clock ticks after boot: a pid alone may be somebody else's by now.
 *
 * @param {number} pid
 * @returns {string | undefined} undefined where there is no such process; an empty string where that cannot be known
 */
export function processStartTime(pid) {
  const fields = statOf(pid);
  if (fields || process.platform === 'linux') return fields?.[19];
  try {
    process.kill(pid, 0);
    return '';
  } catch (error) {
    return error.code === 'EPERM' ? '' : undefined;
  }
}

/** @returns {string | undefined} undefined where that cannot be known */
function parentOf(pid) {
  return statOf(pid)?.[1];
}

/** @returns {string[] | undefined} the fields from the third on */
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
