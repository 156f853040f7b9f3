import { ResponseError } from '@backstage/errors';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRunFolder } from './system/createRunFolder';
import { repositoryRoot } from './system/repositoryRoot';
import { startSystem } from './system/startSystem';
import type { DemoSystem } from './system/startSystem';
import { describeError } from './terminal/describeError';
import { abortOnInterrupt, isInterruption } from './terminal/interruption';

const PROJECT = 'developers';
/** Longer than a cancel and a long poll wait. */
const REQUEST_TIMEOUT_SECONDS = 60;
/** What must hold of every answer: no error of the server's, nothing off the contract, no wrong caller let in. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'unsupported_method',
  'ignored_auth',
  'use_after_free',
  'ensure_resource_availability',
];

/** How a wrong request may be refused: the last one is Node's own, of an address that is too long. */
const REFUSALS = [
  ...['400', '401', '403', '404', '405', '406', '409', '415', '422', '428'],
  ...['429', '431'],
];

/** Asks a running portal whatever its OpenAPI document allows, and much that it does not: `<schemathesis> <seconds>`. */
async function main(): Promise<number> {
  const [schemathesis, seconds] = process.argv.slice(2);
  const signal = abortOnInterrupt();
  const directory = await createRunFolder(
    join(repositoryRoot, '.test-output/systems'),
  );
  const system = await startSystem({ directory, signal });
  try {
    await seed(system, signal);
    return await fuzz(system, { schemathesis, seconds, signal });
  } finally {
    await system.stop();
  }
}

/** Something for the questions to find: a task that has ended, and a template. */
async function seed(system: DemoSystem, signal: AbortSignal): Promise<void> {
  const client = system.portal.client();
  const name = 'ended';
  await client.createTask(
    PROJECT,
    {
      name,
      instructions: 'Sleep.',
      repository: { url: system.repositoryUrl },
      provider: 'script',
      run: 'sleep 60',
    },
    { signal },
  );
  await client.cancelTask({ project: PROJECT, name }, { signal });
  const response = await fetch(
    `${apiOf(system)}/projects/${PROJECT}/task-templates`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await system.portal.token()}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        name: 'upgrade',
        displayName: 'Upgrade',
        instructionsTemplate: 'Upgrade {{packageName}}.',
        parameters: [{ name: 'packageName', type: 'string', required: true }],
      }),
      signal,
    },
  );
  if (!response.ok) throw await ResponseError.fromResponse(response);
}

function apiOf(system: DemoSystem): string {
  return `${system.portal.url}/api/background-tasks`;
}

async function fuzz(
  system: DemoSystem,
  options: { schemathesis: string; seconds: string; signal: AbortSignal },
): Promise<number> {
  const { schemathesis, seconds, signal } = options;
  const api = apiOf(system);
  await writeFile(
    join(system.directory, 'schemathesis.toml'),
    `[checks.negative_data_rejection]\nexpected-statuses = ${JSON.stringify(
      REFUSALS,
    )}\n`,
  );
  const child = spawn(
    schemathesis,
    [
      ...['run', `${api}/openapi.json`, '--url', api, '--no-color'],
      ...['--header', `Authorization: Bearer ${await system.portal.token()}`],
      ...['--checks', CHECKS.join(), '--phases', 'coverage,fuzzing,stateful'],
      ...['--max-time', seconds, '--seed', '1'],
      ...['--request-timeout', String(REQUEST_TIMEOUT_SECONDS)],
      ...['--generation-database', 'none', '--warnings', 'off'],
      // How well it can make up data for our schemas is its own affair.
      ...['--suppress-health-check', 'all'],
    ],
    {
      // It leaves files where it runs.
      cwd: system.directory,
      env: {
        ...process.env,
        NO_PROXY: 'localhost,127.0.0.1',
        no_proxy: 'localhost,127.0.0.1',
      },
      stdio: ['ignore', 2, 2],
    },
  );
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end, { once: true });
  const [code] = await once(child, 'exit');
  signal.throwIfAborted();
  return Number(code ?? 1);
}

main().then(
  code => process.exit(code),
  error => {
    if (isInterruption(error)) process.exit(130);
    process.stderr.write(`\n${describeError(error)}\n`);
    process.exit(1);
  },
);
