import { z } from 'zod';

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
  }),
  validation: z.object({
    /** Whether a repository without any check is accepted. */
    allowNoChecks: z.boolean(),
    /** Whether a change to what a gate command runs is accepted. */
    allowChangedChecks: z.boolean(),
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
});

/** The secrets of one phase. @public */
export type PhaseSecrets = z.infer<typeof phaseSecretsSchema>;

/** Bytes of the compressed bundle that are accepted by default. @public */
export const DEFAULT_BUNDLE_BYTES = 5 * 1024 * 1024;
/** Changed files that are accepted by default. @public */
export const DEFAULT_BUNDLE_FILES = 1_000;
