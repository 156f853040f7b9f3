import { chmodSync, chownSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  runSpecSchema,
  supervisorConfigSchema,
  supervisorSecretsSchema,
  type RunSpec,
  type SupervisorConfig,
  type SupervisorSecrets,
} from '@background-tasks/plugin-background-tasks-common';
import { isDiskFull, messageOf } from '../process';
import { closeInherited } from './closeInherited';
import { BoundedLog } from './BoundedLog';
import { claimIdentity } from './identity';
import { Spool } from './Spool';
import { Supervisor } from './Supervisor';

/** World-readable files and folders, as the phases' own user must read what is handed on. */
const UMASK = 0o022;

/**
 * Runs all phases of a local run, and returns when it is over. A second supervisor of the same run does nothing.
 *
 * @param run the run's folder
 * @param secretsText JSON of `SupervisorSecrets`, or nothing
 * @returns the exit code
 */
export async function supervise(
  run: string,
  secretsText: string,
): Promise<number> {
  process.umask(UMASK);
  closeInherited();
  const folder = resolve(run);
  const control = join(folder, 'control');
  // Until the run has begun there is nothing to end in order.
  const early = () => process.exit(143);
  process.once('SIGTERM', early);
  if (!claimIdentity(control)) return 0;

  const log = BoundedLog.open(join(control, 'supervisor.log'));
  const spool = Spool.open(join(control, 'spool.ndjson'));
  try {
    const config = readConfig(control);
    keepOthersOut(folder, config.isolation);
    const supervisor = new Supervisor({
      run: folder,
      config,
      spec: readSpec(join(folder, 'workspace')),
      secrets: readSecrets(secretsText),
      spool,
      log,
    });
    process.off('SIGTERM', early);
    await supervisor.run();
    return 0;
  } catch (error) {
    const words = messageOf(error);
    const message = isDiskFull(error)
      ? `The disk is full where the run is kept: ${words}`
      : words;
    log.write(`${message}\n`);
    spool.append({ record: 'end', reason: 'failed', message });
    return 1;
  } finally {
    spool.sync();
    spool.close();
    log.close();
  }
}

function readConfig(control: string): SupervisorConfig {
  const text = readFileSync(join(control, 'supervisor.json'), 'utf8');
  return supervisorConfigSchema.parse(JSON.parse(text));
}

/** The users of other runs have no business in this one. */
function keepOthersOut(
  folder: string,
  { user }: SupervisorConfig['isolation'],
) {
  if (!user) return;
  chownSync(folder, 0, user.gid);
  chmodSync(folder, 0o750);
}

/** The phases read the spec, and may not change it. */
function readSpec(workspace: string): RunSpec {
  const file = join(workspace, 'spec.json');
  if (process.getuid?.() === 0) {
    chownSync(workspace, 0, 0);
    chownSync(file, 0, 0);
  }
  chmodSync(workspace, 0o755);
  chmodSync(file, 0o644);
  return runSpecSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function readSecrets(text: string): SupervisorSecrets {
  if (text.trim() === '') return {};
  try {
    return supervisorSecretsSchema.parse(JSON.parse(text));
  } catch {
    // The parser's message would quote what it read.
    throw new Error('The secrets of the run on standard input are not valid.');
  }
}
