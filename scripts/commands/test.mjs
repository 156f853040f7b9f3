import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilds } from '../bootstrap/builds.mjs';
import {
  runProgram,
  StepError,
  wasInterrupted,
} from '../bootstrap/processes.mjs';
import { runContract } from './contract.mjs';
import { run as runFreshPortal } from './portal.mjs';
import { prepareInBackground, withCluster } from './kubernetes.mjs';
import { withPostgres } from './postgres.mjs';
import { runTool, tools } from './tools.mjs';
import { runTypeScript } from './typescript.mjs';

const SYSTEM_TESTS = 'packages/demo/src/systemTests/';
/** They need a cluster, wherever they are. */
const KUBERNETES_TESTS = '(/kubernetesTests/|\\.cluster\\.test\\.tsx?$)';
/** Several at once: each has servers or Pods of its own, and waits for them most of the time. */
const SEVERAL = [
  ...['--maxWorkers', '3'],
  ...['--testSequencer', at('longestFirst.cjs')],
];
/** They take the cluster away from the others. */
const ALONE = '/kubernetesTests/(clusterFaults|devCluster)';
/** They look at what all the others made the backend do. */
const AFTERWARDS = '/kubernetesTests/afterwards/';
const GROUPS = ['lint', 'types', 'unit', 'system', 'kubernetes', 'contract'];
/** Installs a whole portal. Only when asked for. */
const PORTAL = 'portal';
/** Real agents, with all of them instead of the two that are among the system tests. Only when asked for. */
const AGENTS = 'agents';
const EVERY_AGENT = 'claude-code,codex-cli,cline,opencode,aider,gemini-cli';

/**
 * All tests, or one group of them. The last line sums up: each test counts, and each of the tools.
 *
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} context
 * @param {string[]} args `--only lint|types|unit|system|kubernetes|contract|portal|agents`, `--mutations`; what follows goes to Jest
 */
export async function run(context, args) {
  const { values, positionals } = readOptions(args);
  if (values.mutations) {
    await ensureBuilds(context);
    return runTypeScript(context, 'mutations/main.ts', positionals);
  }
  const groups = values.only ? [values.only] : GROUPS;
  const total = { passed: 0, failed: 0 };
  /** @type {string[]} */
  const failures = [];
  const endPreparing =
    groups.length > 1 ? await prepareInBackground(context) : () => {};
  try {
    for (const group of groups) {
      if (wasInterrupted()) return 130;
      const counts = await runGroup(context, group, positionals);
      total.passed += counts.passed;
      total.failed += counts.failed;
      if (counts.failed > 0) failures.push(group);
    }
  } finally {
    endPreparing();
  }
  if (wasInterrupted()) return 130;
  for (const group of failures) {
    process.stdout.write(
      `${group} failed: see above, and again with 'npm test -- --only ${group}'\n`,
    );
  }
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function readOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      mutations: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (values.only && ![...GROUPS, PORTAL, AGENTS].includes(values.only)) {
    throw new StepError(`There are no tests called '${values.only}'.`, {
      remedy: `Choose one of: ${[...GROUPS, PORTAL, AGENTS].join(', ')}`,
    });
  }
  return { values, positionals };
}

async function runGroup(context, group, patterns) {
  switch (group) {
    case 'lint':
      return runToolGroup(context, [tools.lint, tools.format, tools.generated]);
    case 'types':
      return runToolGroup(context, [tools.types]);
    case 'unit':
      return withPostgres(context.env, postgres =>
        runJest(
          { ...context, env: { ...context.env, ...postgres?.env } },
          'unit',
          [
            '--maxWorkers',
            '2',
            // They start real processes, on machines that do other things too.
            '--testTimeout',
            '60000',
            '--testPathIgnorePatterns',
            '/node_modules/',
            SYSTEM_TESTS,
            KUBERNETES_TESTS,
            ...(patterns.length > 0 ? ['--testPathPatterns', ...patterns] : []),
          ],
        ),
      );
    case 'kubernetes':
      return runKubernetes(context, patterns);
    case 'contract':
      return runContract(context);
    case PORTAL:
      process.stdout.write('\n== packages in a fresh portal\n');
      return (await runFreshPortal(context, [])) === 0
        ? { passed: 1, failed: 0 }
        : { passed: 0, failed: 1 };
    case AGENTS:
      await ensureBuilds(context);
      return runJest(
        {
          ...context,
          env: {
            ...context.env,
            BACKGROUND_TASKS_TEST_AGENTS: patterns.join(',') || EVERY_AGENT,
          },
        },
        AGENTS,
        ['--runInBand', `${SYSTEM_TESTS}agents`],
      );
    default:
      await ensureBuilds(context);
      return withPostgres(context.env, postgres =>
        runJest(
          { ...context, env: { ...context.env, ...postgres?.env } },
          'system',
          [
            ...SEVERAL,
            // Several backends share one database: that is PostgreSQL's alone.
            ...(postgres
              ? []
              : [
                  '--testPathIgnorePatterns',
                  `${SYSTEM_TESTS}(chaos|replicas)`,
                ]),
            '--testPathPatterns',
            ...(patterns.length > 0
              ? patterns.map(pattern => `${SYSTEM_TESTS}.*${pattern}`)
              : [SYSTEM_TESTS]),
          ],
        ),
      );
  }
}

async function runKubernetes(context, patterns) {
  return withCluster(context, async cluster => {
    await ensureBuilds(context);
    return withPostgres(context.env, postgres => {
      const env = { ...context.env, ...cluster, ...postgres?.env };
      return patterns.length > 0
        ? runKubernetesTests({ ...context, env }, [
            '--runInBand',
            '--testPathPatterns',
            ...patterns.map(
              pattern =>
                `${pattern}.*${KUBERNETES_TESTS}|${KUBERNETES_TESTS}.*${pattern}`,
            ),
          ])
        : runAllKubernetesTests({ ...context, env });
    });
  });
}

async function runAllKubernetesTests(context) {
  const since = new Date().toISOString();
  const counts = await runKubernetesTests(context, [
    ...SEVERAL,
    ...['--testPathIgnorePatterns', '/node_modules/', ALONE, AFTERWARDS],
    ...['--testPathPatterns', KUBERNETES_TESTS],
  ]);
  const alone = [ALONE];
  // Nobody writes down what is asked of a cluster that was not started here.
  if (!context.env.BACKGROUND_TASKS_TEST_KUBECONFIG) alone.push(AFTERWARDS);
  for (const pattern of alone) {
    if (wasInterrupted()) break;
    const { passed, failed } = await runKubernetesTests(
      {
        ...context,
        env: { ...context.env, BACKGROUND_TASKS_TEST_SINCE: since },
      },
      ['--runInBand', '--testPathPatterns', pattern],
    );
    counts.passed += passed;
    counts.failed += failed;
  }
  return counts;
}

function runKubernetesTests(context, args) {
  return runJest(context, 'kubernetes', args);
}

async function runToolGroup(context, steps) {
  const counts = { passed: 0, failed: 0 };
  for (const tool of steps) {
    if (await runTool(context, tool)) counts.passed += 1;
    else counts.failed += 1;
  }
  return counts;
}

async function runJest(context, name, args) {
  const { root, node, env } = context;
  process.stdout.write(`\n== ${name} tests\n`);
  mkdirSync(join(root, '.test-output'), { recursive: true });
  const results = join(root, '.test-output', `${name}.json`);
  rmSync(results, { force: true });
  if (name === 'unit') await ensureBuilds(context, { app: false });
  const { code } = await runProgram(
    node,
    [
      join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
      ...['repo', 'test', '--json', '--outputFile', results],
      ...args,
    ],
    {
      cwd: root,
      env: {
        ...env,
        CI: '1',
        // The backend's test databases would otherwise ask for Docker.
        BACKSTAGE_TEST_DISABLE_DOCKER: '1',
      },
      output: 'stderr',
    },
  );
  const counts = readCounts(results);
  // A run that ends badly without a failed test must not look well.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  process.stdout.write(
    `${name} tests: ${counts.passed} passed, ${counts.failed} failed\n`,
  );
  return counts;
}

function readCounts(file) {
  try {
    const result = JSON.parse(readFileSync(file, 'utf8'));
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function at(file) {
  return fileURLToPath(new URL(file, import.meta.url));
}
