import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentContext } from './AgentAdapter';

/** What an agent may know of the machine: what its tools need to find programs and the network. */
const PASSED = [
  'PATH',
  'LANG',
  'LC_ALL',
  'TZ',
  'USER',
  'LOGNAME',
  'CI',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  // Where version managers keep toolchains, which they would look for in the HOME.
  'RUSTUP_HOME',
  'PYENV_ROOT',
  'RBENV_ROOT',
  'NODENV_ROOT',
  'GOENV_ROOT',
  'JENV_ROOT',
  'VOLTA_HOME',
  'ASDF_DATA_DIR',
  'MISE_DATA_DIR',
];
/** Settings of package managers: registries and caches, which the supervisor passed on purpose. */
const PASSED_PREFIXES = [
  'npm_config_',
  'YARN_',
  'PIP_',
  'UV_',
  'BACKGROUND_TASKS_',
];

/**
 * The environment of an agent: an allow-list of what the supervisor passed, a HOME and a TMPDIR of the agent's own,
 * and what the adapter adds. A proxy is not asked for the gateway, which is near.
 */
export function agentEnvironment(
  { tmp, spec }: AgentContext,
  own: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const home = homeOf(tmp);
  const temporary = join(tmp, 'tmp');
  mkdirSync(home, { recursive: true });
  mkdirSync(temporary, { recursive: true });
  const passed = Object.entries(process.env).filter(
    ([name]) =>
      PASSED.includes(name) ||
      PASSED_PREFIXES.some(prefix => name.startsWith(prefix)),
  );
  const noProxy = noProxyFor(spec.agent.gatewayUrl);
  return {
    ...Object.fromEntries(passed),
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    HOME: home,
    TMPDIR: temporary,
    ...spec.agent.environment,
    ...own,
  };
}

/** The HOME of an agent. */
export function homeOf(tmp: string): string {
  return join(tmp, 'home');
}

function noProxyFor(gatewayUrl: string | undefined): string {
  const hosts = [process.env.NO_PROXY ?? process.env.no_proxy ?? ''];
  if (gatewayUrl) hosts.push(new URL(gatewayUrl).hostname);
  return hosts.filter(host => host !== '').join(',');
}
