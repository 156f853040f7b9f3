import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod';
import { readClusters } from './readClusters';
import type { KubernetesSettings } from './settings';

const AT = 'backgroundTasks.kubernetes';
const MINUTE_MS = 60_000;
/** An ordinary user that no image is likely to have files of. */
const DEFAULT_USER = 10_001;
const MAX_STOP_GRACE_SECONDS = 60;
/** As the API server reads quantities. */
const QUANTITY = /^\d+(?:\.\d+)?(?:[mkKMGTPE]|[KMGTPE]i)?$/;
/** What most repositories can be built and tested with. All volumes of a Pod on the node's disk count together. */
const defaults = {
  requests: { cpu: '500m', memory: '1Gi', 'ephemeral-storage': '1Gi' },
  limits: { cpu: '2', memory: '4Gi', 'ephemeral-storage': '40Gi' },
};

const tolerationsSchema = z.array(
  z.object({
    key: z.string().optional(),
    operator: z.enum(['Equal', 'Exists']).optional(),
    value: z.string().optional(),
    effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
    tolerationSeconds: z.number().int().optional(),
  }),
);

/**
 * Reads `backgroundTasks.kubernetes`; undefined where `backgroundTasks.executor` is not `kubernetes`.
 *
 * @throws InputError that names the field and what it may be
 */
export function readKubernetes(root: Config): KubernetesSettings | undefined {
  const tasks = root.getOptionalConfig('backgroundTasks');
  const executor = tasks?.getOptionalString('executor') ?? 'local';
  if (executor !== 'local' && executor !== 'kubernetes') {
    throw new InputError(
      `Invalid configuration 'backgroundTasks.executor': '${executor}' is neither 'local' nor 'kubernetes'`,
    );
  }
  if (!tasks || executor === 'local') return undefined;
  const config = tasks.getOptionalConfig('kubernetes');
  if (!config?.has('runnerImage')) {
    throw new InputError(
      `'${AT}.runnerImage' is missing: the image that runner/Dockerfile makes, where the cluster can pull it`,
    );
  }
  const clusters = readClusters(root, config);
  const runnerImage = config.getString('runnerImage');
  return {
    clusters,
    runnerImage,
    image: config.getOptionalString('image') ?? runnerImage,
    imagePullPolicy: oneOf(config, 'imagePullPolicy', [
      'IfNotPresent',
      'Always',
      'Never',
    ]),
    imagePullSecrets: config.getOptionalStringArray('imagePullSecrets') ?? [],
    agents: ['script', ...(config.getOptionalStringArray('agents') ?? [])],
    environment: environmentOf(tasks),
    resources: {
      requests: quantities(config, 'resources.requests', defaults.requests),
      limits: quantities(config, 'resources.limits', defaults.limits),
    },
    runtimeClassName: config.getOptionalString('runtimeClassName'),
    priorityClassName: config.getOptionalString('priorityClassName'),
    nodeSelector: strings(config, 'nodeSelector'),
    tolerations: tolerationsOf(config),
    workspace: {
      size: quantity(
        config.getOptionalString('workspace.size') ?? '10Gi',
        'workspace.size',
      ),
      storageClassName: config.getOptionalString('workspace.storageClassName'),
    },
    runAsUser: userOf(config),
    pendingMs: duration(config, 'pendingTimeout', 10 * MINUTE_MS),
    imageGraceMs: duration(config, 'imagePullGrace', MINUTE_MS),
    ttlSeconds: Math.ceil(
      duration(config, 'ttlAfterFinished', 5 * MINUTE_MS) / 1000,
    ),
    stopGraceSeconds: graceOf(config),
    projects: projectsOf(tasks, clusters),
  };
}

function projectsOf(
  tasks: Config,
  clusters: KubernetesSettings['clusters'],
): KubernetesSettings['projects'] {
  const projects = tasks.getOptionalConfigArray('projects') ?? [];
  return new Map(
    projects.map((project, index) => {
      const cluster = project.getOptionalString('kubernetes.cluster');
      if (cluster && !clusters.some(({ name }) => name === cluster)) {
        throw new InputError(
          `Invalid configuration 'backgroundTasks.projects[${index}].kubernetes.cluster': '${cluster}' is none of ${clusters
            .map(({ name }) => name)
            .join(', ')}`,
        );
      }
      const image = project.getOptionalString('kubernetes.image');
      return [project.getString('name'), { cluster, image }];
    }),
  );
}

/** Nothing of the backend's own environment gets there but what is named. */
function environmentOf(tasks: Config): Record<string, string> {
  const names = tasks.getOptionalStringArray('runner.environment') ?? [];
  const path = tasks.getOptionalString('runner.path');
  return Object.fromEntries([
    ...names.flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
    ...(path ? [['PATH', path]] : []),
  ]);
}

function oneOf<T extends string>(
  config: Config,
  key: string,
  values: readonly [T, ...T[]],
): T | undefined {
  const value = config.getOptionalString(key);
  if (value === undefined) return undefined;
  const known = values.find(candidate => candidate === value);
  if (known) return known;
  throw invalid(key, `'${value}' is none of ${values.join(', ')}`);
}

function quantities(
  config: Config,
  key: string,
  fallback: Record<string, string>,
): Record<string, string> {
  const all = { ...fallback, ...strings(config, key) };
  for (const [name, value] of Object.entries(all)) {
    quantity(value, `${key}.${name}`);
  }
  return all;
}

function quantity(value: string, key: string): string {
  if (QUANTITY.test(value)) return value;
  throw invalid(key, `'${value}' is no quantity such as 500m or 4Gi`);
}

function strings(config: Config, key: string): Record<string, string> {
  const value: unknown = config.getOptional(key) ?? {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(key, 'it must be an object');
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [name, String(text)]),
  );
}

function tolerationsOf(config: Config) {
  const parsed = tolerationsSchema.safeParse(
    config.getOptional('tolerations') ?? [],
  );
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(['tolerations', ...issue.path].join('.'), issue.message);
}

function userOf(config: Config): number | null {
  if (config.getOptional('runAsUser') === 'assigned') return null;
  const user = config.getOptionalNumber('runAsUser') ?? DEFAULT_USER;
  if (Number.isInteger(user) && user > 0) return user;
  throw invalid(
    'runAsUser',
    `'${user}' is neither the number of an ordinary user nor 'assigned'`,
  );
}

function graceOf(config: Config): number {
  const ms = duration(config, 'stopGrace', 5_000);
  const seconds = Math.ceil(ms / 1000);
  if (seconds >= 1 && seconds <= MAX_STOP_GRACE_SECONDS) return seconds;
  throw invalid(
    'stopGrace',
    `it must be from 1 to ${MAX_STOP_GRACE_SECONDS} seconds`,
  );
}

/** In milliseconds. */
function duration(config: Config, key: string, fallback: number): number {
  if (!config.has(key)) return fallback;
  return durationToMilliseconds(readDurationFromConfig(config, { key }));
}

function invalid(key: string, why: string): InputError {
  return new InputError(`Invalid configuration '${AT}.${key}': ${why}`);
}
