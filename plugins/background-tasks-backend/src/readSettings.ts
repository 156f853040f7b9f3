import os from 'node:os';
import path from 'node:path';
import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { toolchainFolders } from '@background-tasks/plugin-background-tasks-node';
import { readKubernetes } from './executors/kubernetes/readKubernetes';
import { readTenancy } from './executors/kubernetes/tenancy/readTenancy';
import { readLocalLimits } from './executors/local';
import { readRunSettings } from './orchestration';
import { readBudgets, readProviders } from './providers';
import { readAgents } from './agents';
import { readLimits, readProjects, readServices } from './permissions';
import { readOnConflict, readPublishing } from './publishing';

const MAX_TIMEOUT_SECONDS = 3_600;
/** These mean the machine itself, and in a Pod another one. */
const NOT_FOR_PODS = ['127.0.0.1', 'localhost', '::1', '0.0.0.0', '::'];
const DAY_MS = 24 * 60 * 60 * 1000;

/** Reads `backgroundTasks` of the configuration, once. @throws Error that names what is wrong */
export function readSettings(root: Config) {
  const config = root.getOptionalConfig('backgroundTasks');
  const limits = readLimits(config);
  const kubernetes = readKubernetes(root);
  const listen = readListen(config);
  const gatewayUrl = readGatewayUrl(config);
  if (kubernetes && !gatewayUrl && NOT_FOR_PODS.includes(listen.host)) {
    throw new InputError(
      `'backgroundTasks.gateway.url' is missing: Pods do not reach the backend at '${listen.host}', where 'backgroundTasks.gateway.listen' has it listen. Let it listen at 0.0.0.0, and say by which address Pods reach that, such as that of a Service`,
    );
  }
  return {
    defaultProvider: config?.getOptionalString('defaultProvider') ?? 'script',
    listen,
    agents: readAgents(config, localDirectory(config)),
    gatewayUrl,
    kubernetes: kubernetes && { ...kubernetes, tenancy: readTenancy(config) },
    local: readLocal(config),
    environment: readEnvironment(config),
    providers: readProviders(config),
    budgets: readBudgets(config),
    limits,
    projects: readProjects(config, limits),
    services: readServices(config),
    maxTimeoutSeconds: readTimeout(config),
    retention: {
      eventsMs: readDuration(config, 'retention.events', 30 * DAY_MS),
      tasksMs: readDuration(config, 'retention.tasks', 365 * DAY_MS),
    },
    run: readRunSettings(config),
    publishing: readPublishing(config),
    onConflictOf: readOnConflict(config),
    portalUrl: root.getString('app.baseUrl').replace(/\/+$/, ''),
  };
}

function readLocal(config: Config | undefined) {
  return {
    directory: localDirectory(config),
    limits: readLocalLimits(config),
    allowInProduction:
      config?.getOptionalBoolean('executors.local.allowInProduction') ?? false,
  };
}

/** Where the gateway listens. */
function readListen(config: Config | undefined) {
  return {
    host: config?.getOptionalString('gateway.listen.host') ?? '127.0.0.1',
    port: config?.getOptionalNumber('gateway.listen.port') ?? 0,
  };
}

/** The gateway's address as workspaces reach it, without a slash at its end. */
function readGatewayUrl(config: Config | undefined): string | undefined {
  const url = config?.getOptionalString('gateway.url');
  if (url === undefined) return undefined;
  if (/^https?:\/\/[^/]+/.test(url)) return url.replace(/\/+$/, '');
  throw new InputError(
    `Invalid configuration 'backgroundTasks.gateway.url': '${url}' is no address such as http://background-tasks.backstage.svc:7008`,
  );
}

function localDirectory(config: Config | undefined): string {
  const user = process.getuid?.() ?? 'user';
  return path.resolve(
    config?.getOptionalString('executors.local.directory') ??
      path.join(os.tmpdir(), `background-tasks-${user}`),
  );
}

/** All of a workspace's environment: nothing of ours gets there but what is named, and where toolchains are. */
function readEnvironment(config: Config | undefined): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: config?.getOptionalString('runner.path') ?? process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    TZ: process.env.TZ ?? 'UTC',
    ...toolchainFolders(process.env, os.homedir()),
  };
  for (const name of config?.getOptionalStringArray('runner.environment') ??
    []) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

/** A duration in ms. */
function readDuration(
  config: Config | undefined,
  key: string,
  fallback: number,
): number {
  if (!config?.has(key)) return fallback;
  return durationToMilliseconds(readDurationFromConfig(config, { key }));
}

function readTimeout(config: Config | undefined): number {
  if (!config?.has('timeout')) return MAX_TIMEOUT_SECONDS;
  const seconds =
    durationToMilliseconds(readDurationFromConfig(config, { key: 'timeout' })) /
    1000;
  if (seconds < 1 || seconds > MAX_TIMEOUT_SECONDS) {
    throw new InputError(
      `Invalid configuration 'backgroundTasks.timeout': it must be from 1 second to 1 hour`,
    );
  }
  return Math.floor(seconds);
}
