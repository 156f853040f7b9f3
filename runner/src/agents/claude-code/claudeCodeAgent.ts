import { randomUUID } from 'node:crypto';
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
import {
  parseClaudeEvent,
  type ClaudeEvent,
  type ClaudeResult,
} from './events';

const EDITORS = ['Edit', 'MultiEdit', 'Write', 'NotebookEdit'];
/** What the program calls messages that come from itself. */
const SYNTHETIC = '<synthetic>';
const UNAUTHORIZED = 401;

class ClaudeRun implements AgentRun {
  private readonly session = randomUUID();
  private started = false;
  private result: ClaudeResult | undefined;
  private lastMessage: string | undefined;
  private apiError: string | undefined;
  private readonly tools = new Map<string, string>();

  constructor(private readonly context: AgentContext) {}

  async command(prompt: string) {
    const { url, key } = gatewayOf(this.context);
    const session = this.started ? '--resume' : '--session-id';
    this.started = true;
    this.result = undefined;
    this.apiError = undefined;
    return {
      argv: [
        programOf(this.context, 'claude'),
        ...['-p', prompt],
        ...['--output-format', 'stream-json', '--verbose'],
        // As root it refuses to skip permissions; this does not.
        ...['--permission-mode', 'acceptEdits', '--allowedTools', 'Bash'],
        ...[session, this.session],
        ...['--model', modelOf(this.context)],
      ],
      env: agentEnvironment(this.context, {
        ANTHROPIC_BASE_URL: url,
        ANTHROPIC_API_KEY: key,
        ANTHROPIC_SMALL_FAST_MODEL: modelOf(this.context),
        ANTHROPIC_DEFAULT_HAIKU_MODEL: modelOf(this.context),
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        CLAUDE_CODE_MAX_RETRIES: '2',
        DISABLE_AUTOUPDATER: '1',
      }),
    };
  }

  parse(stream: 'stdout' | 'stderr', line: string): AgentWord[] {
    const event = stream === 'stdout' ? parseClaudeEvent(line) : undefined;
    if (event) return this.read(event);
    return line.startsWith('{') || line.trim() === ''
      ? []
      : [{ type: 'log', text: line }];
  }

  end(): AgentEnd {
    const { result } = this;
    if (!result) {
      return this.apiError
        ? { said: 'failed', words: this.apiError }
        : { said: 'unsaid' };
    }
    // An error of the API comes as the subtype `success`.
    if (result.subtype === 'success' && !result.is_error) {
      return { said: 'done' };
    }
    return {
      said: 'failed',
      words:
        result.result ||
        result.errors?.join('; ') ||
        `it ended with ${result.subtype}`,
    };
  }

  private read(event: ClaudeEvent): AgentWord[] {
    switch (event.type) {
      case 'system':
        return this.readSystem(event);
      case 'assistant':
        return this.readAssistant(event);
      case 'user':
        return event.message.content.flatMap(part =>
          part?.type === 'tool_result' && 'tool_use_id' in part
            ? this.readToolResult(part)
            : [],
        );
      case 'result':
        this.result = event;
        return usageOf(event);
      default:
        return event satisfies never;
    }
  }

  private readSystem(
    event: Extract<ClaudeEvent, { type: 'system' }>,
  ): AgentWord[] {
    if (event.subtype === 'init') {
      return [
        {
          type: 'program',
          version: event.claude_code_version,
          model: event.model,
        },
      ];
    }
    if (event.subtype === 'permission_denied') {
      return [
        {
          type: 'activity',
          kind: 'tool',
          tool: event.tool_name,
          text: 'was not permitted',
          failed: true,
        },
      ];
    }
    const words = `${event.error_status ?? ''} ${event.error ?? ''}`.trim();
    if (event.error_status === UNAUTHORIZED || isHopeless(words)) {
      return [{ type: 'hopeless', words }];
    }
    return [{ type: 'log', text: `The model did not answer: ${words}` }];
  }

  private readAssistant({
    message,
    error,
  }: Extract<ClaudeEvent, { type: 'assistant' }>): AgentWord[] {
    const words: AgentWord[] = [];
    const synthetic = message.model === SYNTHETIC;
    if (!synthetic && message.id !== this.lastMessage) {
      this.lastMessage = message.id;
      words.push({ type: 'turn' });
    }
    for (const part of message.content) {
      if (!part) continue;
      if (part.type === 'thinking' && 'thinking' in part) {
        words.push({ type: 'activity', kind: 'thought', text: part.thinking });
      }
      if (part.type === 'text' && 'text' in part) {
        if (synthetic || error) this.apiError = part.text;
        words.push({ type: 'activity', kind: 'message', text: part.text });
      }
      if (part.type === 'tool_use' && 'name' in part) {
        this.tools.set(part.id, part.name);
        words.push(this.readToolUse(part.name, part.input));
      }
    }
    return words.filter(
      word => word.type !== 'activity' || word.text.trim() !== '',
    );
  }

  private readToolUse(tool: string, input: unknown): AgentWord {
    const path = filePathOf(input);
    return {
      type: 'activity',
      kind: EDITORS.includes(tool) ? 'edit' : 'tool',
      tool,
      text: describeInput(input),
      ...(path !== undefined && { path: pathWithin(this.context.work, path) }),
    };
  }

  private readToolResult(part: {
    tool_use_id: string;
    is_error?: boolean;
    content?: unknown;
  }): AgentWord[] {
    if (!part.is_error) return [];
    return [
      {
        type: 'activity',
        kind: 'tool',
        tool: this.tools.get(part.tool_use_id),
        text: textOf(part.content),
        failed: true,
      },
    ];
  }
}

/** Anthropic's Claude Code. A session keeps its id over `--resume`. */
export const claudeCodeAgent: AgentAdapter = {
  id: 'claude-code',
  understands: true,

  async prepare(context) {
    return new ClaudeRun(context);
  },
};

function filePathOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const path: unknown =
    Reflect.get(input, 'file_path') ?? Reflect.get(input, 'notebook_path');
  return typeof path === 'string' ? path : undefined;
}

/** What it says of a whole session, resumed or not. */
function usageOf({ modelUsage, total_cost_usd: cost }: ClaudeResult) {
  const models = Object.values(modelUsage ?? {});
  const sum = (pick: (model: (typeof models)[number]) => number) =>
    models.reduce((total, model) => total + pick(model), 0);
  const known = models.every(({ costBasis }) => costBasis === 'list');
  return [
    {
      type: 'usage' as const,
      inputTokens: sum(
        model =>
          model.inputTokens +
          model.cacheReadInputTokens +
          model.cacheCreationInputTokens,
      ),
      outputTokens: sum(model => model.outputTokens),
      costUsd: known && cost !== undefined ? cost : null,
    },
  ];
}
