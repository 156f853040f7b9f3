import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a task's commands may need to reach the package registry and the code host from here. */
const NETWORK_VARIABLES = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
];

/** Settings of npm that decide how the registry is reached. A task has a HOME of its own and would not see them. */
const NPM_SETTINGS = [
  'registry',
  'cafile',
  'proxy',
  'https-proxy',
  'noproxy',
  'strict-ssl',
];

/** The environment that the backend gets and hands on, and the names that it may hand on. */
export type WorkspaceEnvironment = {
  env: Record<string, string>;
  names: string[];
};

/** Finds what the commands of a task need from the user's environment and npm configuration. */
export async function findWorkspaceEnvironment(): Promise<WorkspaceEnvironment> {
  const env = await npmSettings();
  const names = NETWORK_VARIABLES.filter(name => process.env[name]);
  return { env, names: [...names, ...Object.keys(env)] };
}

async function npmSettings(): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  let config: Record<string, unknown>;
  try {
    const { stdout } = await run('npm', ['config', 'list', '--json'], {
      env: {
        ...process.env,
        PATH: process.env.BACKGROUND_TASKS_WORKSPACE_PATH ?? process.env.PATH,
      },
      maxBuffer: 4 * 1024 * 1024,
    });
    config = JSON.parse(stdout);
  } catch {
    return settings;
  }
  for (const name of NPM_SETTINGS) {
    const value = config[name];
    if (typeof value === 'string' && value !== '') {
      settings[environmentName(name)] = value;
    }
    if (value === false) settings[environmentName(name)] = 'false';
  }
  return settings;
}

function environmentName(setting: string): string {
  return `npm_config_${setting.replaceAll('-', '_')}`;
}
