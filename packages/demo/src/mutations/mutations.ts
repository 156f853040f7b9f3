/** One thing broken on purpose, and the smallest test that must notice. */
export type Mutation = {
  /** What is broken. */
  name: string;
  /** Relative to the root. */
  file: string;
  /** Text that occurs exactly once in it, and what takes its place. */
  find: string;
  replace: string;
  /** A path of the test, and a part of the names of those that are run. */
  test: string;
  testName?: string;
};

const GATE_TEST = 'runner/src/phases/validate/validatePhase.test.ts';
const STORE_TEST =
  'plugins/background-tasks-backend/src/store/DatabaseTaskStore.test.ts';
const REPLICAS_TEST =
  'plugins/background-tasks-backend/src/orchestration/replicas.test.ts';
const ACCESS_TEST = 'packages/dev-github/src/access.test.ts';
const SUPERVISOR_TEST = 'runner/src/supervisor/supervise.test.ts';
const SYSTEM_TEST = 'packages/demo/src/systemTests/tasks.test.ts';

/** What must never break without a test that says so. */
export const mutations: Mutation[] = [
  {
    name: 'the validation gate lets failed checks through',
    file: 'runner/src/checks/judge.ts',
    find: `  if (check.status === 'failed') return true;`,
    replace: `  if (check.status === 'failed') return false;`,
    test: GATE_TEST,
  },
  {
    name: 'a task is admitted although no slot is free',
    file: 'plugins/background-tasks-backend/src/store/slots.ts',
    find: `if (!(await claimSlot(tx, kind, key(task), count, task.uid))) return kind;`,
    replace: `await claimSlot(tx, kind, key(task), count, task.uid);`,
    test: STORE_TEST,
  },
  {
    name: 'a token that may only read writes to the code host',
    file: 'packages/dev-github/src/auth.ts',
    find: `< STRENGTH.write) {`,
    replace: `< STRENGTH.none) {`,
    test: ACCESS_TEST,
  },
  {
    name: 'a token for one repository reaches another',
    file: 'packages/dev-github/src/auth.ts',
    find: `  return token.repositories?.some(name => sameName(name, fullName)) ?? true;`,
    replace: `  return fullName.length > 0 || token.login.length > 0;`,
    test: ACCESS_TEST,
  },
  {
    name: 'events change their order',
    file: 'plugins/background-tasks-backend/src/store/DatabaseTaskStore.ts',
    find: `.orderBy('position')`,
    replace: `.orderBy('position', 'desc')`,
    test: STORE_TEST,
  },
  {
    name: 'positions of events have gaps',
    file: 'plugins/background-tasks-backend/src/store/commitTask.ts',
    find: `    task.lastPosition += 1;`,
    replace: `    task.lastPosition += 2;`,
    test: STORE_TEST,
  },
  {
    name: 'events are taken that come out of their turn',
    file: 'plugins/background-tasks-common/src/EventAdmission.ts',
    find: `if (event.seq !== this.seq + 1) {`,
    replace: `if (event.seq < 0) {`,
    test: 'runner/src/supervisor/EventIntake.test.ts',
  },
  {
    name: 'no shell stands between the capabilities and Node',
    file: 'runner/src/supervisor/wrap.ts',
    find: `const EXEC = ['sh', '-c', 'exec "$@"', 'sh'];`,
    replace: `const EXEC: string[] = [];`,
    test: SUPERVISOR_TEST,
  },
  {
    name: 'the copy of Node that phases run on can be read',
    file: 'plugins/background-tasks-backend/src/executors/local/toolchain.ts',
    find: `process.getuid?.() === 0 ? 0o711 : 0o111`,
    replace: `0o755`,
    test: SYSTEM_TEST,
    testName: 'cannot speak in the name of the runner',
  },
  {
    name: 'who has lost the lease of a task goes on writing to it',
    file: 'plugins/background-tasks-backend/src/store/DatabaseTaskStore.ts',
    find: `  if (task.fence !== claim.fence || task.leaseOwner !== claim.owner) {`,
    replace: `  if (task.fence < claim.fence) {`,
    test: STORE_TEST,
  },
  {
    name: 'a task that has ended keeps its slots',
    file: 'plugins/background-tasks-backend/src/store/commitTask.ts',
    find: `    writes.push(tx('slots').where({ task_uid: task.uid }).delete());`,
    replace: ``,
    test: STORE_TEST,
  },
  {
    name: 'an agent is started again although it had begun',
    file: 'plugins/background-tasks-backend/src/orchestration/followRun.ts',
    find: `      if (!run.agentStarted || (await canResume(driven))) {`,
    replace: `      if (run.uid !== '' || (await canResume(driven))) {`,
    test: REPLICAS_TEST,
    testName: 'says what happened to a run that died',
  },
  {
    name: 'a code host that is away for a moment ends tasks',
    file: 'plugins/background-tasks-backend/src/orchestration/resolvePatiently.ts',
    find: `if (!passes || Date.now() + waitMs > giveUpAt) throw error;`,
    replace: `if (passes || Date.now() + waitMs > giveUpAt) throw error;`,
    test: REPLICAS_TEST,
    testName: 'waits where the code host is away',
  },
];
