import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  AgentAdapter,
  AgentContext,
  AgentEnd,
  AgentRun,
} from '../AgentAdapter';
import { describeInput, pathWithin, type AgentWord } from '../AgentWord';
import { agentEnvironment, homeOf } from '../environment';
import { gatewayOf, modelOf, programOf } from '../gatewayOf';
import { isHopeless } from '../refusals';
import { textOf } from '../textOf';
import { parseGeminiEvent, type GeminiEvent } from './events';

const EDITORS = ['replace', 'write_file'];
/** What it says of the terminal that it does not have. */
const CHATTER = /256-color|YOLO mode|Ripgrep is not available|^\s*at |^\s*$/;
const API_ERROR = /\[API Error: |_ApiError: /;

const SETTINGS = {
  general: { disableAutoUpdate: true, enableAutoUpdate: false },
  privacy: { usageStatisticsEnabled: false },
  telemetry: { enabled: false },
  security: {
    auth: { selectedType: 'gemini-api-key' },
    folderTrust: { enabled: false },
  },
};

class GeminiRun implements AgentRun {
  private started = false;
  private result: Extract<GeminiEvent, { type: 'result' }> | undefined;
  private error: string | undefined;
  private spoken = '';
  private used = { input: 0, output: 0 };
  private readonly tools = new Map<string, string>();

  constructor(private readonly context: AgentContext) {}

  async command(prompt: string) {
    const { url, key } = gatewayOf(this.context);
    const session = this.started ? ['--resume', 'latest'] : [];
    this.started = true;
    this.result = undefined;
    this.error = undefined;
    return {
      argv: [
        programOf(this.context, 'gemini'),
        ...['--output-format', 'stream-json', '--approval-mode', 'yolo'],
        ...['--model', modelOf(this.context)],
        ...session,
        ...['--prompt', prompt],
      ],
      env: agentEnvironment(this.context, {
        // The installed launcher starts its script with this Node.
        AGENT_NODE: process.execPath,
        GEMINI_API_KEY: key,
        GOOGLE_GEMINI_BASE_URL: url,
      }),
    };
  }

  parse(stream: 'stdout' | 'stderr', line: string): AgentWord[] {
    const event = stream === 'stdout' ? parseGeminiEvent(line) : undefined;
    if (event) return [...this.endMessage(event), ...this.read(event)];
    if (API_ERROR.test(line) && isHopeless(line)) {
      this.error ??= line;
      return [{ type: 'hopeless', words: line }];
    }
    return line.startsWith('{') || CHATTER.test(line)
      ? []
      : [{ type: 'log', text: line }];
  }

  end(): AgentEnd {
    if (this.result?.status === 'success') return { said: 'done' };
    const words = this.result?.error?.message ?? this.error;
    if (this.result || words) {
      return { said: 'failed', words: words ?? 'it ended with an error' };
    }
    return { said: 'unsaid' };
  }

  private read(event: GeminiEvent): AgentWord[] {
    switch (event.type) {
      case 'init':
        return [{ type: 'program', model: event.model }];
      case 'message':
        if (event.role === 'assistant') this.spoken += event.content;
        return [];
      case 'tool_use':
        this.tools.set(event.tool_id, event.tool_name);
        return [{ type: 'turn' }, this.readTool(event)];
      case 'tool_result':
        return this.readToolResult(event);
      case 'error':
        this.error = event.message;
        return isHopeless(event.message)
          ? [{ type: 'hopeless', words: event.message }]
          : [{ type: 'log', text: event.message }];
      case 'result':
        this.result = event;
        return this.readUsage(event);
      default:
        return event satisfies never;
    }
  }

  /** Its words come in pieces: whatever else comes ends them. */
  private endMessage(next: GeminiEvent): AgentWord[] {
    if (next.type === 'message' && next.role === 'assistant') return [];
    const text = this.spoken;
    this.spoken = '';
    if (text.trim() === '') return [];
    return [{ type: 'activity', kind: 'message', text }];
  }

  private readTool(
    event: Extract<GeminiEvent, { type: 'tool_use' }>,
  ): AgentWord {
    const path = pathOf(event.parameters);
    return {
      type: 'activity',
      kind: EDITORS.includes(event.tool_name) ? 'edit' : 'tool',
      tool: event.tool_name,
      text: describeInput(event.parameters),
      ...(path !== undefined && { path: pathWithin(this.context.work, path) }),
    };
  }

  private readToolResult(
    event: Extract<GeminiEvent, { type: 'tool_result' }>,
  ): AgentWord[] {
    if (event.status === 'success') return [];
    return [
      {
        type: 'activity',
        kind: 'tool',
        tool: this.tools.get(event.tool_id),
        text: textOf(event.error ?? event.output),
        failed: true,
      },
    ];
  }

  /** What one run of the program used: a session that goes on counts anew. */
  private readUsage({
    stats,
  }: Extract<GeminiEvent, { type: 'result' }>): AgentWord[] {
    if (!stats) return [];
    this.used.input += stats.input_tokens;
    this.used.output += stats.output_tokens;
    return [
      {
        type: 'usage',
        inputTokens: this.used.input,
        outputTokens: this.used.output,
        costUsd: null,
      },
    ];
  }
}

/** Google's Gemini CLI. */
export const geminiCliAgent: AgentAdapter = {
  id: 'gemini-cli',
  understands: true,

  async prepare(context) {
    const folder = join(homeOf(context.tmp), '.gemini');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'settings.json'), JSON.stringify(SETTINGS));
    return new GeminiRun(context);
  },
};

function pathOf(parameters: unknown): string | undefined {
  if (typeof parameters !== 'object' || parameters === null) return undefined;
  const path: unknown = Reflect.get(parameters, 'file_path');
  return typeof path === 'string' ? path : undefined;
}
