import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, wasInterrupted } from '../bootstrap/processes.mjs';

/**
 * One tool of the repository, as a named step.
 *
 * @typedef {{ name: string, script: string, args: string[], remedy: string }} ToolStep
 */

const BACKSTAGE_CLI = 'node_modules/@backstage/cli/bin/backstage-cli';
const PRETTIER = 'node_modules/prettier/bin-prettier.js';

/** @type {Record<'lint' | 'format' | 'generated' | 'types' | 'fixLint' | 'fixFormat', ToolStep>} */
export const tools = {
  lint: {
    name: 'lint',
    script: BACKSTAGE_CLI,
    args: ['repo', 'lint', '--max-warnings', '0'],
    remedy: "Mend it by hand, or try 'npm run fix'.",
  },
  format: {
    name: 'format',
    script: PRETTIER,
    args: ['--check', '--loglevel', 'warn', '.'],
    remedy: "Run 'npm run fix'.",
  },
  generated: {
    name: 'generated files',
    script: 'scripts/run.mjs',
    args: ['generate', '--check'],
    remedy: "Run 'npm run generate'.",
  },
  types: {
    name: 'types',
    script: 'node_modules/typescript/bin/tsc',
    args: ['--noEmit', '--incremental', 'false', '-p', 'tsconfig.json'],
    remedy: 'Mend the types named above.',
  },
  fixLint: {
    name: 'fix lint',
    script: BACKSTAGE_CLI,
    args: ['repo', 'lint', '--fix'],
    remedy: 'What is left needs a hand.',
  },
  fixFormat: {
    name: 'fix format',
    script: PRETTIER,
    args: ['--write', '--loglevel', 'warn', '.'],
    remedy: 'A file named above cannot be parsed.',
  },
};

/**
 * Runs one tool and says how it went.
 *
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} context
 * @param {ToolStep} tool
 * @returns {Promise<boolean>} whether it passed
 */
export async function runTool(context, tool) {
  const started = Date.now();
  process.stdout.write(`\n== ${tool.name}\n`);
  const { code } = await runProgram(
    context.node,
    [join(context.root, tool.script), ...tool.args],
    { cwd: context.root, env: context.env },
  );
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    `${tool.name}: ${code === 0 ? 'passed' : 'failed'} (${seconds} s)\n`,
  );
  if (code !== 0 && !wasInterrupted()) {
    process.stdout.write(`${tool.remedy}\n`);
  }
  return code === 0;
}

/**
 * Runs tools one after the other, all of them, also after a failure.
 *
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} context
 * @param {ToolStep[]} steps
 * @returns {Promise<number>} the exit code
 */
export async function runTools(context, steps) {
  let failed = 0;
  for (const tool of steps) {
    if (wasInterrupted()) return 130;
    if (!(await runTool(context, tool))) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

/**
 * The folders of all packages that have a package.json.
 *
 * @param {string} root
 * @returns {string[]} relative to the root
 */
export function packageFolders(root) {
  return ['packages', 'plugins']
    .flatMap(parent =>
      readdirSync(join(root, parent)).map(name => `${parent}/${name}`),
    )
    .concat('runner')
    .filter(folder => existsSync(join(root, folder, 'package.json')));
}
