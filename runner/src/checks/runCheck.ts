import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type {
  CheckFailure,
  CheckResult,
} from '@background-tasks/plugin-background-tasks-common';
import { keepEnd, keepStart } from '../events';
import type { CommandResult } from '../process';
import type { CommandWords, PlannedCommand, Validator } from '../validators';
import { folderOf, howItEnded, runShell } from './CheckEnvironment';
import type { CheckEnvironment } from './CheckEnvironment';
import { boundFailures, shownFailures } from './failures';
import { fetchAgain } from './fetchAgain';
import { firstMissing } from './needs';
import { saysDownloadFailed } from './network';
import { findHindrance, type Hindrance } from './unrunnable';

/** A check that ran, with all of its failures, not only those that are shown. */
export type CheckRun = CheckResult & { everyFailure?: CheckFailure[] };

const OUTPUT_MAX_CHARS = 8_000;
const COMMAND_MAX_CHARS = 2_000;

/**
 * Runs one check. Its status is `passed`, `failed` or `notRun`; what stood before is for the caller to judge.
 *
 * @throws DownloadFailure where the network keeps it from what it downloads for itself
 */
export async function runCheck(
  command: PlannedCommand,
  validator: Validator,
  environment: CheckEnvironment,
): Promise<CheckRun> {
  const cwd = folderOf(environment.cwd, command.directory);
  if (cwd === undefined) {
    const words = `The folder ${command.directory} is not there.`;
    return hindered(command, { because: 'folder', words });
  }
  const absent = firstMissing(command.needs, cwd, environment);
  if (absent) {
    environment.events.system(`${command.command}: ${absent}`);
    return hindered(command, { because: 'program', words: absent });
  }
  const tryOnce = async () => {
    const ended = await runShell(command.command, cwd, environment);
    const lines = withoutFolder(ended.lastLines, environment.cwd);
    return { result: ended, words: validator.read(lines, command) };
  };
  let { result, words } = await tryOnce();
  if (couldNotDownload(result, words) && (await fetchAgain(environment))) {
    ({ result, words } = await tryOnce());
  }
  const hindrance = hindranceOf(result, words);
  if (hindrance) return hindered(command, hindrance, result);
  return checkOf(command, result, words, environment.cwd);
}

function checkOf(
  command: PlannedCommand,
  result: CommandResult,
  words: CommandWords,
  root: string,
): CheckRun {
  const passed = result.exitCode === 0;
  const failures = passed
    ? []
    : boundFailures(
        (words.failures ?? []).map(failure =>
          fromRoot(failure, command.directory, root),
        ),
      );
  return {
    ...describe(command),
    status: passed ? 'passed' : 'failed',
    exitCode: result.exitCode,
    durationMs: result.durationMs,
    output: passed
      ? ''
      : keepEnd(words.output || howItEnded(result), OUTPUT_MAX_CHARS),
    ...(failures.length > 0 && {
      failures: shownFailures(failures),
      everyFailure: failures,
    }),
    ...(words.testCount !== undefined && { testCount: words.testCount }),
  };
}

/** A check that could not do its work, and why. */
function hindered(
  command: PlannedCommand,
  { because, words }: Hindrance,
  result?: CommandResult,
): CheckRun {
  return {
    ...describe(command),
    status: 'notRun',
    exitCode: result?.exitCode ?? null,
    durationMs: result?.durationMs ?? 0,
    output: keepEnd(words, OUTPUT_MAX_CHARS),
    notRunBecause: because,
  };
}

function describe({ kind, command, directory, reason }: PlannedCommand) {
  return {
    kind,
    command: keepStart(command, COMMAND_MAX_CHARS),
    ...(directory !== undefined && { directory }),
    reason: keepStart(reason, COMMAND_MAX_CHARS),
  };
}

/** What failed one by one did so for reasons of its own. */
function couldNotDownload(
  { exitCode, lastLines }: CommandResult,
  { failures = [] }: CommandWords,
): boolean {
  return (
    exitCode !== 0 && failures.length === 0 && saysDownloadFailed(lastLines)
  );
}

/** Tests that fail one by one for want of a service are failures; where none could run, they are not run. */
function hindranceOf(
  result: CommandResult,
  { ranNothing, output, failures = [], testCount }: CommandWords,
): Hindrance | undefined {
  if (ranNothing) {
    return { because: 'noTests', words: output || howItEnded(result) };
  }
  const hindrance = findHindrance(result);
  if (!hindrance) return undefined;
  const some =
    failures.length > 0 &&
    (testCount === undefined || failures.length < testCount);
  return some ? undefined : hindrance;
}

/** Paths as people know them, from the root of the repository: where the workspace lies tells them nothing. */
function withoutFolder(lines: string[], folder: string): string[] {
  return lines.map(line => line.replaceAll(`${folder}/`, ''));
}

/** A tool names files from where it runs. */
function fromRoot(
  failure: CheckFailure,
  directory: string | undefined,
  root: string,
): CheckFailure {
  const { file } = failure;
  if (file === undefined) return failure;
  const plain = file.replace(/^\.\//, '');
  if (directory === undefined || existsSync(join(root, plain))) {
    return { ...failure, file: plain };
  }
  const below = join(directory, plain);
  return existsSync(join(root, below)) ? { ...failure, file: below } : failure;
}
