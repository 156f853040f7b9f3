import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepEnd } from '../../events';
import type {
  AgentAdapter,
  AgentContext,
  AgentEnd,
  AgentRun,
} from '../AgentAdapter';
import { describeInput, pathWithin, type AgentWord } from '../AgentWord';
import { agentEnvironment } from '../environment';
import { gatewayOf, modelOf, programOf } from '../gatewayOf';
import { isHopeless } from '../refusals';
import { textOf } from '../textOf';
import { parseOpencodeEvent, type OpencodeEvent } from './events';

const KEY_VARIABLE = 'MODEL_TOKEN';
const PROVIDER = 'gateway';
const EDITORS = ['edit', 'write', 'multiedit', 'apply_patch', 'patch'];
const OUTPUT_MAX_CHARS = 2_000;
const PATCHED = /^\*\*\* (?:Update|Add|Delete) File: (.+)$/m;

class OpencodeRun implements AgentRun {
  private session: string | undefined;
  private reason: string | undefined;
  private error: string | undefined;
  private used = { input: 0, output: 0 };

  constructor(
    private readonly context: AgentContext,
    private readonly config: string,
  ) {}

  async command(prompt: string) {
    this.reason = undefined;
    this.error = undefined;
    return {
      argv: [
        programOf(this.context, 'opencode'),
        ...['run', '--format', 'json', '--auto'],
        ...(this.session
          ? ['--session', this.session]
          : ['--title', this.context.spec.task.name]),
        ...['--model', `${PROVIDER}/${modelOf(this.context)}`],
        prompt,
      ],
      env: agentEnvironment(this.context, {
        OPENCODE_CONFIG: this.config,
        OPENCODE_DISABLE_AUTOUPDATE: '1',
        OPENCODE_DISABLE_MODELS_FETCH: '1',
        OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
        OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
        [KEY_VARIABLE]: gatewayOf(this.context).key,
      }),
    };
  }

  parse(stream: 'stdout' | 'stderr', line: string): AgentWord[] {
    const event = stream === 'stdout' ? parseOpencodeEvent(line) : undefined;
    if (event) return this.read(event);
    return line.startsWith('{') || line.trim() === ''
      ? []
      : [{ type: 'log', text: line }];
  }

  end(): AgentEnd {
    if (this.error) return { said: 'failed', words: this.error };
    if (this.reason === 'stop') return { said: 'done' };
    return this.reason === undefined || this.reason === 'tool-calls'
      ? { said: 'unsaid' }
      : { said: 'failed', words: `its model ended with '${this.reason}'` };
  }

  private read(event: OpencodeEvent): AgentWord[] {
    switch (event.type) {
      case 'step_start':
        this.session = event.sessionID;
        return [{ type: 'turn' }];
      case 'text':
        return [{ type: 'activity', kind: 'message', text: event.part.text }];
      case 'reasoning':
        return [{ type: 'activity', kind: 'thought', text: event.part.text }];
      case 'tool_use':
        return [this.readTool(event.part)];
      case 'step_finish':
        return [this.readFinish(event.part)];
      case 'error':
        return this.readError(event.error);
      default:
        return event satisfies never;
    }
  }

  private readTool({
    tool,
    state,
  }: Extract<OpencodeEvent, { type: 'tool_use' }>['part']): AgentWord {
    const path = pathOf(state.input);
    const failed =
      state.status === 'error' ||
      tool === 'invalid' ||
      (state.metadata?.exit ?? 0) !== 0;
    const said = textOf(state.error ?? state.output);
    const input = describeInput(state.input);
    return {
      type: 'activity',
      kind: EDITORS.includes(tool) ? 'edit' : 'tool',
      tool,
      text: failed ? `${input}\n${keepEnd(said, OUTPUT_MAX_CHARS)}` : input,
      ...(path !== undefined && { path: pathWithin(this.context.work, path) }),
      failed,
    };
  }

  private readFinish({
    reason,
    tokens,
  }: Extract<OpencodeEvent, { type: 'step_finish' }>['part']): AgentWord {
    this.reason = reason;
    const { input, output, reasoning, cache } = tokens;
    this.used.input += input + cache.read + cache.write;
    this.used.output += output + reasoning;
    return {
      type: 'usage',
      inputTokens: this.used.input,
      outputTokens: this.used.output,
      // It says 0 for a model whose price it does not know.
      costUsd: null,
    };
  }

  private readError({
    name,
    data,
  }: Extract<OpencodeEvent, { type: 'error' }>['error']): AgentWord[] {
    const status = data?.statusCode === undefined ? '' : `${data.statusCode} `;
    this.error = `${status}${data?.message ?? name ?? 'an error'}`;
    return isHopeless(this.error)
      ? [{ type: 'hopeless', words: this.error }]
      : [{ type: 'log', text: this.error }];
  }
}

/** OpenCode, by the Chat Completions API. It tries an overloaded model again in silence: the runner's patience ends that. */
export const opencodeAgent: AgentAdapter = {
  id: 'opencode',
  understands: true,

  async prepare(context) {
    const file = join(context.tmp, 'opencode.json');
    await writeFile(file, JSON.stringify(configOf(context)));
    return new OpencodeRun(context, file);
  },
};

function pathOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const path: unknown = Reflect.get(input, 'filePath');
  if (typeof path === 'string') return path;
  const patch: unknown = Reflect.get(input, 'patchText');
  return typeof patch === 'string' ? PATCHED.exec(patch)?.[1] : undefined;
}

function configOf(context: AgentContext) {
  const model = modelOf(context);
  return {
    autoupdate: false,
    share: 'disabled',
    // Titles and summaries come from the same model: it has the only price that is kept.
    small_model: `${PROVIDER}/${model}`,
    provider: {
      [PROVIDER]: {
        npm: '@ai-sdk/openai-compatible',
        name: PROVIDER,
        options: {
          baseURL: `${gatewayOf(context).url}/v1`,
          apiKey: `{env:${KEY_VARIABLE}}`,
        },
        models: { [model]: { name: model } },
      },
    },
  };
}
