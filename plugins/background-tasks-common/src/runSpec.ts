import { z } from 'zod';
import type { CheckKind } from './task';

/** What a change may not have in it, unless its project allows it by this name. @public */
export const changeLimits = [
  'ciWorkflows',
  'codeOwners',
  'validationConfiguration',
  'agentInstructions',
  'gitHooks',
  'lockfiles',
  'secrets',
  'binaries',
] as const;

/** The name of a limit on what a change may have in it. @public */
export type ChangeLimit = (typeof changeLimits)[number];

/** The schema of a check that somebody configured. @public */
export const configuredCommandSchema = z.object({
  kind: z.enum(['format', 'lint', 'typecheck', 'test', 'build']),
  command: z.string().min(1).max(2000),
  /** The folder that it runs in, relative to the repository's root. Default: the root. */
  directory: z.string().min(1).max(1000).optional(),
});

/** The first that fits tells the kind; a command that says nothing of itself is a test. */
const KINDS: readonly [RegExp, CheckKind][] = [
  [/\b(?:prettier|format|fmt|gofmt|black)\b/i, 'format'],
  [/lint\b|\b(?:lint|ruff|flake8|stylelint|checkstyle)/i, 'lint'],
  [/\b(?:tsc|type-?check|mypy|pyright)\b/i, 'typecheck'],
  [/\b(?:build|compile)\b/i, 'build'],
];

/** What a command line seems to check, where nobody says it. @public */
export function guessCheckKind(command: string): CheckKind {
  return KINDS.find(([words]) => words.test(command))?.[1] ?? 'test';
}

/** A check that somebody configured. @public */
export type ConfiguredCommand = z.infer<typeof configuredCommandSchema>;

/**
 * The schema of the run spec: all that the phases of one run are told. It holds no secret.
 *
 * @public
 */
export const runSpecSchema = z.object({
  version: z.literal(1),
  runUid: z.string().min(1),
  task: z.object({
    uid: z.string().min(1),
    name: z.string().min(1),
    project: z.string().min(1),
    instructions: z.string(),
  }),
  /** Without agent and collect: the bundle of an earlier run is in its place. */
  startAt: z.literal('validate').optional(),
  /** When the task's time is over, ISO 8601. */
  deadline: z.iso.datetime(),
  repository: z.object({
    /** The address that people know. */
    url: z.url(),
    /** Where clone reads from: the repository itself or the backend's read-only proxy. */
    cloneUrl: z.url(),
    /** The base branch; null is the repository's own default. */
    branch: z.string().nullable(),
    /** The commit of it to work on; its newest one if left out. */
    commit: z.string().optional(),
  }),
  agent: z.object({
    provider: z.string().min(1),
    /** The `sh` script of the provider `script`. */
    script: z.string().optional(),
    /** Further environment variables of the agent's process: the parameters of a template. */
    environment: z.record(z.string(), z.string()).optional(),
    /** The model that it is to use; the provider's own default if left out. */
    model: z.string().min(1).optional(),
    /** Where its models are: the base address of the model gateway for this provider, without a slash at its end. */
    gatewayUrl: z.url().optional(),
    /** The folder where its program is installed, readable in the workspace. */
    installation: z.string().min(1).optional(),
    /** Rounds in which failures of the checks go back to the agent. Default: 0. */
    repairRounds: z.number().int().min(0).max(3).optional(),
    /** Turns (calls of the model) after which the runner stops it. */
    maxTurns: z.number().int().positive().optional(),
    /** Seconds without a word after which the runner stops it. */
    silenceSeconds: z.number().int().positive().optional(),
  }),
  /** Commands of the task that run in its workspace, before and after the agent; one that fails ends the task. */
  hooks: z
    .object({
      pre: z.array(z.string().min(1).max(2000)),
      post: z.array(z.string().min(1).max(2000)),
    })
    .optional(),
  validation: z.object({
    /** Whether a repository without any check is accepted. */
    allowNoChecks: z.boolean(),
    /** Whether a change to what a gate command runs is accepted. */
    allowChangedChecks: z.boolean(),
    /** Whether failures that stood before the change block it too. */
    strict: z.boolean().optional(),
    /** Whether a check that could not run here (a missing tool or service) is accepted. */
    allowNotRun: z.boolean().optional(),
    /** Whether fewer tests than on the base are accepted. */
    allowFewerTests: z.boolean().optional(),
    /** The project's setting: it replaces all commands that would be found. */
    replace: z.array(configuredCommandSchema).optional(),
    /** The catalog entity's annotation: it comes before what CI and conventions say. */
    annotated: z.array(configuredCommandSchema).optional(),
    /** Checks that the task brings beside those of the repository: each must pass. */
    commands: z.array(z.string().min(1).max(2000)).optional(),
    /** Paths that the change's tree must have. */
    fileExists: z.array(z.string().min(1).max(1000)).optional(),
    /** Rules that no program checks: words for the agent. */
    unchecked: z.array(z.string()).optional(),
  }),
  limits: z.object({
    bundleBytes: z.number().int().positive(),
    bundleFiles: z.number().int().positive(),
    /** What the project lets come out all the same. */
    allow: z.array(z.enum(changeLimits)).optional(),
    /** Further paths that may not change, as patterns of `.gitignore`. */
    protectedPaths: z.array(z.string().min(1).max(1000)).optional(),
  }),
});

/** What the phases of one run are told. @public */
export type RunSpec = z.infer<typeof runSpecSchema>;

/**
 * The schema of the secrets of one phase. They come apart from the spec, and only to the phase that needs them.
 *
 * @public
 */
export const phaseSecretsSchema = z.object({
  /** Read access to the one repository, sent as `Authorization: Bearer …` to `cloneUrl`. */
  gitToken: z.string().optional(),
  /** Access to the model gateway for this task alone: the agent's key, as its provider sends keys. */
  modelToken: z.string().optional(),
});

/** The secrets of one phase. @public */
export type PhaseSecrets = z.infer<typeof phaseSecretsSchema>;

/** Bytes of the compressed bundle that are accepted by default. @public */
export const DEFAULT_BUNDLE_BYTES = 5 * 1024 * 1024;
/** Changed files that are accepted by default. @public */
export const DEFAULT_BUNDLE_FILES = 1_000;
