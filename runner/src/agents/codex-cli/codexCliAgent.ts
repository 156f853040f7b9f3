import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepEnd } from '../../events';
import type {
  AgentAdapter,
  AgentContext,
  AgentEnd,
  AgentRun,
} from '../AgentAdapter';
import { pathWithin, type AgentWord } from '../AgentWord';
import { agentEnvironment } from '../environment';
import { gatewayOf, modelOf, programOf } from '../gatewayOf';
import { isHopeless } from '../refusals';
import { parseCodexEvent, type CodexEvent, type CodexItem } from './events';

const KEY_VARIABLE = 'MODEL_TOKEN';
const OUTPUT_MAX_CHARS = 2_000;
/** It runs each command by a shell of its choice. */
const SHELL_WORDS = /^\/?[\w/]*sh -lc '([\s\S]*)'$/;

class CodexRun implements AgentRun {
  private thread: string | undefined;
  private last: CodexEvent | undefined;
  private error: string | undefined;

  constructor(
    private readonly context: AgentContext,
    private readonly folder: string,
  ) {}

  async command(prompt: string) {
    this.last = undefined;
    this.error = undefined;
    return {
      argv: [
        programOf(this.context, 'codex'),
        ...['exec', '--json', '--skip-git-repo-check'],
        // The workspace is the sandbox.
        '--dangerously-bypass-approvals-and-sandbox',
        ...['--disable', 'plugins'],
        ...(this.thread ? ['resume', this.thread] : []),
        prompt,
      ],
      env: agentEnvironment(this.context, {
        CODEX_HOME: this.folder,
        [KEY_VARIABLE]: gatewayOf(this.context).key,
      }),
    };
  }

  parse(stream: 'stdout' | 'stderr', line: string): AgentWord[] {
    const event = stream === 'stdout' ? parseCodexEvent(line) : undefined;
    if (event) return this.read(event);
    return line.startsWith('{') || line.trim() === ''
      ? []
      : [{ type: 'log', text: line }];
  }

  end(): AgentEnd {
    if (this.last?.type === 'turn.completed') return { said: 'done' };
    if (this.last?.type === 'turn.failed' || this.error) {
      return { said: 'failed', words: this.error ?? 'its turn failed' };
    }
    return { said: 'unsaid' };
  }

  private read(event: CodexEvent): AgentWord[] {
    switch (event.type) {
      case 'thread.started':
        this.thread = event.thread_id;
        return [];
      case 'turn.started':
        return [];
      case 'item.started':
        return event.item.type === 'command_execution'
          ? this.readItem(event.item)
          : [];
      case 'item.completed':
        return this.readCompleted(event.item);
      case 'turn.completed':
        this.last = event;
        // The turn of this event is the user's: what the model called for came as items.
        return event.usage ? [usageOf(event.usage)] : [];
      case 'turn.failed':
        this.last = event;
        this.error = event.error?.message ?? this.error;
        return [];
      case 'error':
        this.error = event.message;
        return [
          isHopeless(event.message)
            ? { type: 'hopeless', words: event.message }
            : { type: 'log', text: event.message },
        ];
      default:
        return event satisfies never;
    }
  }

  /** It does not say when it calls its model: a thing that was done stands for the call that asked for it. */
  private readCompleted(item: CodexItem): AgentWord[] {
    if (item.type === 'error') return [{ type: 'log', text: item.message }];
    if (item.type !== 'command_execution') {
      const words = this.readItem(item);
      return item.type === 'reasoning' ? words : [{ type: 'turn' }, ...words];
    }
    if (!item.exit_code) return [{ type: 'turn' }];
    return [
      { type: 'turn' },
      {
        type: 'activity',
        kind: 'tool',
        tool: 'exec_command',
        text: keepEnd(item.aggregated_output ?? '', OUTPUT_MAX_CHARS),
        failed: true,
      },
    ];
  }

  private readItem(item: CodexItem): AgentWord[] {
    switch (item.type) {
      case 'reasoning':
        return [{ type: 'activity', kind: 'thought', text: item.text }];
      case 'agent_message':
        return [{ type: 'activity', kind: 'message', text: item.text }];
      case 'command_execution':
        return [
          {
            type: 'activity',
            kind: 'tool',
            tool: 'exec_command',
            text: SHELL_WORDS.exec(item.command)?.[1] ?? item.command,
          },
        ];
      case 'file_change':
        return item.changes.map(({ path, kind }) => ({
          type: 'activity',
          kind: 'edit',
          tool: 'apply_patch',
          text: kind ?? 'update',
          path: pathWithin(this.context.work, path),
          ...(item.status === 'failed' && { failed: true }),
        }));
      case 'mcp_tool_call':
        return [
          { type: 'activity', kind: 'tool', tool: item.tool, text: item.tool },
        ];
      case 'web_search':
        return [
          {
            type: 'activity',
            kind: 'tool',
            tool: 'web_search',
            text: item.query,
          },
        ];
      case 'error':
        return [{ type: 'log', text: item.message }];
      default:
        return item satisfies never;
    }
  }
}

/** OpenAI's Codex CLI, by the Responses API. */
export const codexCliAgent: AgentAdapter = {
  id: 'codex-cli',
  understands: true,

  async prepare(context) {
    const folder = join(context.tmp, 'codex');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'config.toml'), configOf(context));
    return new CodexRun(context, folder);
  },
};

/** `usage` is of the whole thread. It knows no price. */
function usageOf(usage: {
  input_tokens: number;
  output_tokens: number;
}): AgentWord {
  return {
    type: 'usage',
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    costUsd: null,
  };
}

function configOf(context: AgentContext): string {
  const quoted = (text: string) => JSON.stringify(text);
  return [
    `model = ${quoted(modelOf(context))}`,
    'model_provider = "gateway"',
    'check_for_update_on_startup = false',
    '',
    '[analytics]',
    'enabled = false',
    '',
    '[model_providers.gateway]',
    'name = "gateway"',
    `base_url = ${quoted(`${gatewayOf(context).url}/v1`)}`,
    `env_key = "${KEY_VARIABLE}"`,
    'wire_api = "responses"',
    'request_max_retries = 1',
    'stream_max_retries = 1',
    '',
  ].join('\n');
}
