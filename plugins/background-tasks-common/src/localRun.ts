import { z } from 'zod';
import { runnerEventSchema } from './runnerEvent';

/**
 * What the local executor and the supervisor of a run share: files in the run's `control` folder.
 *
 * `<run>/control` (0700): `supervisor.json`, `identity.json`, `spool.ndjson`, `lease`, `stop`, `supervisor.log`.
 * `<run>/workspace`: what the phases see; `spec.json`, `work`, `pristine`, `results`, `bundle`, `gate`, `home`, `tmp`.
 */

/** The schema of `supervisor.json`: how the supervisor is to run the phases. @public */
export const supervisorConfigSchema = z.object({
  /** The copy of Node that cannot be read, and the runner's bundle, both readable where the phases run. */
  nodePath: z.string().min(1),
  runnerPath: z.string().min(1),
  /** Further folders that the phases read and cannot write, such as the agent's program. */
  readOnly: z.array(z.string().min(1)).optional(),
  /** Folders whose content is none of the phases' business, but for what is named here and what is in their PATH. */
  hidden: z.array(z.string().min(1)).optional(),
  /** What a phase may use at most. */
  limits: z
    .object({
      /** Bytes of memory, of all its processes together. */
      memory: z.number().int().positive(),
      /** Processes and threads. */
      processes: z.number().int().positive(),
      /** Bytes of disk, of the run's folder. */
      disk: z.number().int().positive(),
      /** Files and folders in the run's folder. */
      files: z.number().int().positive(),
    })
    .optional(),
  /** Seconds after which the supervisor stops by itself when nobody has touched its lease file. */
  leaseSeconds: z.number().positive(),
  isolation: z.object({
    /** The user that the phases run as; null is the supervisor's own. */
    user: z.object({ uid: z.number().int(), gid: z.number().int() }).nullable(),
    /** Whether each phase gets namespaces of its own: PID, mount, IPC and UTS, and a user's where we are not root. */
    namespaces: z.boolean(),
  }),
});

/** How the supervisor is to run the phases. @public */
export type SupervisorConfig = z.infer<typeof supervisorConfigSchema>;

/** What a phase of a local run may use at most. @public */
export type WorkspaceLimits = NonNullable<SupervisorConfig['limits']>;

/** The schema of what the supervisor reads from its standard input, once. @public */
export const supervisorSecretsSchema = z.object({
  clone: z.object({ gitToken: z.string().optional() }).optional(),
  agent: z.object({ modelToken: z.string().optional() }).optional(),
});

/** The secrets of a run, per phase. @public */
export type SupervisorSecrets = z.infer<typeof supervisorSecretsSchema>;

/** The schema of `identity.json`: which process the supervisor is. Created once, never replaced. @public */
export const processIdentitySchema = z.object({
  host: z.string(),
  /** `/proc/sys/kernel/random/boot_id`, or an empty string where there is none. */
  bootId: z.string(),
  pid: z.number().int().positive(),
  /** Field 22 of `/proc/<pid>/stat` (clock ticks after boot), or an empty string. */
  startTime: z.string(),
});

/** Which process a supervisor is: a pid alone may be somebody else's by now. @public */
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** The schema of the content of `stop`. @public */
export const stopReasonSchema = z.enum([
  'cancelled',
  'deadlineExceeded',
  'budgetExhausted',
]);

/** Why a run is stopped. @public */
export type StopReason = z.infer<typeof stopReasonSchema>;

/** The schema of one line of the spool. @public */
export const spoolRecordSchema = z.discriminatedUnion('record', [
  z.object({ record: z.literal('phaseStart'), phase: z.string() }),
  z.object({ record: z.literal('event'), event: runnerEventSchema }),
  z.object({
    record: z.literal('phaseEnd'),
    phase: z.string(),
    exitCode: z.number().int().nullable(),
    signal: z.string().nullable(),
  }),
  z.object({
    record: z.literal('end'),
    /** completed: the phases came to their end, each `outcome` event says how. */
    reason: z.enum([
      'completed',
      'cancelled',
      'deadlineExceeded',
      'budgetExhausted',
      'abandoned',
      'failed',
    ]),
    message: z.string().optional(),
  }),
]);

/** One line of the spool. @public */
export type SpoolRecord = z.infer<typeof spoolRecordSchema>;
