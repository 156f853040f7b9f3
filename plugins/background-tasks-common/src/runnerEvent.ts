import { z } from 'zod';
import { changedFileSchema } from './changes';
import { checkResultSchema } from './validation';

const base = {
  /** 1, 2, 3, … within one phase of one run. */
  seq: z.number().int().min(1),
  time: z.iso.datetime(),
  phase: z.enum(['clone', 'baseline', 'agent', 'collect', 'validate']),
};

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The outcomes that a phase may report; `ok` hands over to the next phase. @public */
export const phaseOutcomeSchema = z.enum([
  'ok',
  'noChanges',
  'validationFailed',
  'hookFailed',
  'tooLarge',
  'conflict',
  'agentFailed',
  'budgetExhausted',
  'infrastructure',
  'accessDenied',
]);

/** How a phase ends. @public */
export type PhaseOutcome = z.infer<typeof phaseOutcomeSchema>;

/**
 * The schema of a runner event: one JSON object on one line of a phase's standard output.
 * Output of a child is always wrapped in a `log` event, never passed through.
 *
 * @public
 */
export const runnerEventSchema = z.discriminatedUnion('type', [
  z.object({
    ...base,
    type: z.literal('log'),
    /** `system` is the runner's own voice. */
    stream: z.enum(['stdout', 'stderr', 'system']),
    /** One line without its line feed, at most 8 KiB. */
    text: z.string().max(8192),
  }),
  z.object({
    ...base,
    type: z.literal('progress'),
    /** Percent of the whole task. */
    progress: z.number().int().min(0).max(100),
    /** The kind of the check that begins. */
    check: z.enum(['format', 'lint', 'typecheck', 'test', 'build']).optional(),
  }),
  z.object({
    ...base,
    type: z.literal('validation'),
    /** `agent`: within the agent's phase, before a repair round or the end. */
    stage: z.enum(['baseline', 'agent', 'gate']),
    /** In the agent's phase: the repair round after which it was looked at, 0 for the first look. */
    round: z.number().int().min(0).max(3).optional(),
    check: checkResultSchema,
  }),
  z.object({
    ...base,
    type: z.literal('agent'),
    /** The version of the agent's program. */
    version: z.string().max(64),
    /** The model that it says it uses. */
    model: z.string().max(200).optional(),
  }),
  z.object({
    ...base,
    type: z.literal('activity'),
    /** What the agent does: thinks, speaks, uses a tool, or edits a file. */
    kind: z.enum(['thought', 'message', 'tool', 'edit']),
    /** Its words, the command line or the tool's input; at most 4,000 characters. */
    text: z.string().max(4000),
    tool: z.string().max(200).optional(),
    /** The file that it edits, from the root of the repository. */
    path: z.string().max(1000).optional(),
    /** How the tool ended; left out where that is not known. */
    failed: z.boolean().optional(),
    /** 0 for the first round, then that of the repair. */
    round: z.number().int().min(0).max(3),
  }),
  z.object({
    ...base,
    type: z.literal('repair'),
    /** 1, 2 or 3. */
    round: z.number().int().min(1).max(3),
    /** The rounds that the task allows. */
    of: z.number().int().min(1).max(3),
    /** Why there is another round: the checks that failed, in a sentence. */
    reason: z.string().max(4000),
  }),
  z.object({
    ...base,
    /** A round of the agent is over. */
    type: z.literal('round'),
    /** 0 for the first round, then that of the repair. */
    round: z.number().int().min(0).max(3),
    /** What it changed, by the paths from the root of the repository: the first 100. */
    files: z.array(z.string().max(1000)).max(100),
    /** How many it changed. */
    fileCount: z.number().int().min(0),
  }),
  z.object({
    ...base,
    type: z.literal('hook'),
    command: z.string().max(2000),
    exitCode: z.number().int().nullable(),
  }),
  z.object({
    ...base,
    type: z.literal('usage'),
    inputTokens: z.number().int().min(0),
    outputTokens: z.number().int().min(0),
    costUsd: z.number().min(0).nullable(),
  }),
  z.object({
    ...base,
    type: z.literal('changes'),
    files: z.array(changedFileSchema),
  }),
  z.object({
    ...base,
    type: z.literal('bundle'),
    /** SHA-256 of the whole compressed bundle. */
    hash: sha256,
    /** Bytes of the whole compressed bundle. */
    size: z.number().int().min(1),
    index: z.number().int().min(0),
    count: z.number().int().min(1),
    /** This chunk, base64. */
    data: z.base64(),
  }),
  z.object({
    ...base,
    type: z.literal('outcome'),
    outcome: phaseOutcomeSchema,
    /** Why it is not `ok`, for people; at most 8,000 characters. */
    error: z.string().max(8000).optional(),
    /** From clone: the commit that the task is based on, and the branch's name. */
    baseCommit: z
      .string()
      .regex(/^[0-9a-f]{40}$|^[0-9a-f]{64}$/)
      .optional(),
    branch: z.string().max(255).optional(),
    /** From the gate: the bundle and the tree that it judged. */
    bundleHash: sha256.optional(),
    verdict: z.enum(['passed', 'failed', 'none']).optional(),
  }),
]);

/** What a phase says. @public */
export type RunnerEvent = z.infer<typeof runnerEventSchema>;

/** A runner event before it is numbered and stamped. @public */
export type RunnerEventBody = RunnerEvent extends infer E
  ? E extends RunnerEvent
    ? Omit<E, 'seq' | 'time' | 'phase'>
    : never
  : never;

/** Exit code of a phase after which the next one may begin. @public */
export const PHASE_EXIT_OK = 0;
/** Exit code of a phase that ended the run as it should: its `outcome` event says how. @public */
export const PHASE_EXIT_ENDED = 10;

/** Caps of the events of one phase: the kubelet rotates a container's log at 10 MiB. @public */
export const PHASE_MAX_BYTES = 8 * 1024 * 1024;
/** Events of one phase. @public */
export const PHASE_MAX_EVENTS = 100_000;
/** Bytes of one log line. @public */
export const LOG_LINE_MAX_BYTES = 8 * 1024;

/**
 * Reads one line of a phase's output.
 *
 * @returns the event, or undefined for anything that is not one
 * @public
 */
export function parseRunnerEvent(line: string): RunnerEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = runnerEventSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
