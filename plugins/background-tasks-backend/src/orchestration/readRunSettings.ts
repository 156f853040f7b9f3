import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  changeLimits,
  configuredCommandSchema,
  DEFAULT_BUNDLE_BYTES,
  DEFAULT_BUNDLE_FILES,
  type ChangeLimit,
  type ConfiguredCommand,
} from '@background-tasks/plugin-background-tasks-common';
import type { ProjectRunSettings, RunSettings } from './runSpecOf';

/** By GitHub's limits and the database's: what is above has no chance to be published in time. */
const MAX_FILES = 10_000;
const MAX_BYTES = 50 * 1024 * 1024;

const defaults: ProjectRunSettings = {
  validation: { allowNoChecks: false, allowChangedChecks: false },
  limits: {
    bundleBytes: DEFAULT_BUNDLE_BYTES,
    bundleFiles: DEFAULT_BUNDLE_FILES,
  },
};

/**
 * Reads `validation` and `changes` of `backgroundTasks` and of each of its projects: what a project says goes before
 * what is said for all.
 *
 * @throws InputError that names the field
 */
export function readRunSettings(config: Config | undefined): RunSettings {
  const all = settingsOf(config, defaults, 'backgroundTasks');
  const projects = config?.getOptionalConfigArray('projects') ?? [];
  return {
    ...all,
    projects: new Map(
      projects.map((project, index) => [
        project.getString('name'),
        settingsOf(project, all, `backgroundTasks.projects[${index}]`),
      ]),
    ),
  };
}

function settingsOf(
  config: Config | undefined,
  fallback: ProjectRunSettings,
  at: string,
): ProjectRunSettings {
  return {
    validation: validationOf(config, fallback.validation, at),
    limits: limitsOf(config, fallback.limits, at),
  };
}

function validationOf(
  config: Config | undefined,
  fallback: ProjectRunSettings['validation'],
  at: string,
): ProjectRunSettings['validation'] {
  const flag = (name: string) =>
    config?.getOptionalBoolean(`validation.${name}`);
  const commands = config?.getOptional('validation.commands');
  return {
    allowNoChecks: flag('allowNoChecks') ?? fallback.allowNoChecks,
    allowChangedChecks:
      flag('allowChangedChecks') ?? fallback.allowChangedChecks,
    strict: flag('strict') ?? fallback.strict,
    allowNotRun: flag('allowNotRun') ?? fallback.allowNotRun,
    allowFewerTests: flag('allowFewerTests') ?? fallback.allowFewerTests,
    replace:
      commands === undefined
        ? fallback.replace
        : commandsOf(commands, `${at}.validation.commands`),
  };
}

function limitsOf(
  config: Config | undefined,
  fallback: ProjectRunSettings['limits'],
  at: string,
): ProjectRunSettings['limits'] {
  const changes = config?.getOptionalConfig('changes');
  const allow = changes?.getOptionalStringArray('allow');
  return {
    bundleBytes:
      sizeOf(changes, 'maxBytes', MAX_BYTES, at) ?? fallback.bundleBytes,
    bundleFiles:
      sizeOf(changes, 'maxFiles', MAX_FILES, at) ?? fallback.bundleFiles,
    allow: allow?.map(name => limitNamed(name, at)) ?? fallback.allow,
    protectedPaths:
      changes?.getOptionalStringArray('protectedPaths') ??
      fallback.protectedPaths,
  };
}

function commandsOf(value: unknown, at: string): ConfiguredCommand[] {
  const parsed = configuredCommandSchema.array().min(1).safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `Invalid configuration '${[at, ...issue.path].join('.')}': ${
      issue.message
    }`,
  );
}

function sizeOf(
  config: Config | undefined,
  key: string,
  max: number,
  at: string,
): number | undefined {
  const value = config?.getOptionalNumber(key);
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new InputError(
    `Invalid configuration '${at}.changes.${key}': '${value}' is not a whole number from 1 to ${max}`,
  );
}

function limitNamed(name: string, at: string): ChangeLimit {
  const limit = changeLimits.find(known => known === name);
  if (limit) return limit;
  throw new InputError(
    `Invalid configuration '${at}.changes.allow': '${name}' is none of ${changeLimits.join(
      ', ',
    )}`,
  );
}
