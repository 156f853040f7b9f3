import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createWorkspaceFolder } from './system/createWorkspaceFolder';
import { requireFreePort } from './system/freePort';
import { repositoryRoot } from './system/repositoryRoot';
import { githubConfig, workspacePath } from './system/startSystem';
import { startSampleGithub } from './system/startSampleGithub';
import { stopSupervisors } from './system/stopSupervisors';
import { findWorkspaceEnvironment } from './system/workspaceEnvironment';
import { writeAppConfig } from './system/writeAppConfig';
import { describeError } from './terminal/describeError';
import { abortOnInterrupt } from './terminal/interruption';

const APP_PORT = 3000;
const BACKEND_PORT = 7007;
const GITHUB_PORT = 7008;
const KILL_AFTER_MS = 8_000;

/** Backend and app with hot reload on the usual ports, and a local GitHub that keeps its data. */
async function main(): Promise<number> {
  const signal = abortOnInterrupt();
  const directory = join(repositoryRoot, '.demo/start');
  await mkdir(directory, { recursive: true });
  const workspaces = await createWorkspaceFolder(directory);
  await requireFreePort(APP_PORT);
  await requireFreePort(BACKEND_PORT);
  const sample = await startSampleGithub({
    directory: join(directory, 'github'),
    port: await requireFreePort(GITHUB_PORT),
  });
  try {
    const environment = await findWorkspaceEnvironment();
    const config = await writeAppConfig({
      directory,
      portal: {
        url: `http://localhost:${APP_PORT}`,
        backendUrl: `http://localhost:${BACKEND_PORT}`,
        backendPort: BACKEND_PORT,
      },
      github: githubConfig(sample),
      repositoryUrl: sample.repositoryUrl,
      workspaces: {
        directory: workspaces.path,
        path: workspacePath(),
        environment: environment.names,
      },
    });
    process.stdout.write(`The repository: ${sample.repositoryUrl}\n`);
    return await runDevServers(config, environment.env, signal);
  } finally {
    await stopSupervisors(workspaces.path);
    await workspaces.release();
    await sample.github.close();
  }
}

async function runDevServers(
  config: string,
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<number> {
  const cli = join(
    repositoryRoot,
    'node_modules/@backstage/cli/bin/backstage-cli',
  );
  const child = spawn(
    process.execPath,
    [
      cli,
      ...['repo', 'start', 'packages/app', 'packages/backend'],
      ...['--config', join(repositoryRoot, 'app-config.yaml')],
      ...['--config', config],
    ],
    { cwd: repositoryRoot, env: { ...process.env, ...env }, stdio: 'inherit' },
  );
  const ended = once(child, 'exit');
  let killer: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => {
    child.kill('SIGTERM');
    killer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  });
  const [code] = await ended;
  clearTimeout(killer);
  return signal.aborted ? 130 : Number(code ?? 1);
}

main().then(
  code => process.exit(code),
  error => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  },
);
