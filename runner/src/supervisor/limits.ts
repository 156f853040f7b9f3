import type {
  SupervisorConfig,
  WorkspaceLimits,
} from '@background-tasks/plugin-background-tasks-common';

/** Where the machine itself runs out of memory, a task is to go before the portal does. */
const OOM_SCORE = 500;
/** The portal comes first where processors are scarce. */
const NICENESS = 5;
/** What one process may have open: what large test suites need. */
const OPEN_FILES = 65_536;
/** The size of a file is counted in blocks of so many bytes. */
const BLOCK = 512;
/** The kernel's own limits are wider than ours, so that ours are met first and told in words. */
const SLACK_PROCESSES = 256;
const SLACK_DISK = 2 ** 30;

/** What holds a command to limits that the kernel knows; nothing where none are set. */
export function limitCommand({
  isolation,
  limits,
}: SupervisorConfig): string[] {
  if (!limits || process.platform !== 'linux') return [];
  const commands = [
    `echo ${OOM_SCORE} > /proc/self/oom_score_adj`,
    `renice -n ${NICENESS} -p $$ > /dev/null`,
    'ulimit -c 0',
    `ulimit -n ${OPEN_FILES}`,
    `ulimit -f ${Math.ceil((limits.disk + SLACK_DISK) / BLOCK)}`,
    // The kernel counts per user: only a user of the run's own has nothing else running.
    ...(isolation.user ? [processLimit(limits)] : []),
  ];
  // What cannot be had (a lower limit of our own, no such program) is watched for all the same.
  const script = commands.map(command => `{ ${command}; } 2>/dev/null || :`);
  return ['sh', '-c', `${script.join('\n')}\nexec "$@"`, 'sh'];
}

/** Shells differ in the letter. */
function processLimit({ processes }: WorkspaceLimits): string {
  const count = 2 * processes + SLACK_PROCESSES;
  return `if (ulimit -u ${count}); then ulimit -u ${count}; else ulimit -p ${count}; fi`;
}
