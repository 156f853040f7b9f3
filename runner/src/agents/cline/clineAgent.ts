import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { keepEnd } from '../../events';
import type {
  AgentAdapter,
  AgentContext,
  AgentEnd,
  AgentRun,
} from '../AgentAdapter';
import { describeInput, pathWithin, type AgentWord } from '../AgentWord';
import { agentEnvironment, homeOf } from '../environment';
import { gatewayOf, modelOf, programOf } from '../gatewayOf';
import { goOn } from '../goOn';
import { isHopeless } from '../refusals';
import { textOf } from '../textOf';
import { parseClineEvent, type ClineEvent, type ClineInner } from './events';

const PROVIDER = 'openai-compatible';
const EDITORS = ['apply_patch', 'editor', 'write_to_file', 'replace_in_file'];
const OUTPUT_MAX_CHARS = 2_000;
const PATCHED = /^\*\*\* (?:Update|Add|Delete) File: (.+)$/m;
/** Its notes on the programs that it is made of. */
const CHATTER = /^\s*at |AI SDK Warning|^\s*$/;

class ClineRun implements AgentRun {
  private firstPrompt: string | undefined;
  private result: Extract<ClineEvent, { type: 'run_result' }> | undefined;
  private error: string | undefined;
  private used = { input: 0, output: 0 };

  constructor(
    private readonly context: AgentContext,
    private readonly settings: string,
  ) {}

  async command(prompt: string) {
    const words = goOn(this.firstPrompt, prompt);
    this.firstPrompt ??= prompt;
    this.result = undefined;
    this.error = undefined;
    return {
      argv: [
        programOf(this.context, 'cline'),
        ...['--json', '--auto-approve', 'true'],
        words,
      ],
      env: agentEnvironment(this.context, {
        // Otherwise it leaves a daemon behind.
        CLINE_SESSION_BACKEND_MODE: 'local',
        CLINE_NO_AUTO_UPDATE: '1',
        CLINE_GLOBAL_SETTINGS_PATH: this.settings,
      }),
    };
  }

  parse(stream: 'stdout' | 'stderr', line: string): AgentWord[] {
    const event = stream === 'stdout' ? parseClineEvent(line) : undefined;
    if (event) return this.read(event);
    return line.startsWith('{') || CHATTER.test(line)
      ? []
      : [{ type: 'log', text: line }];
  }

  end(): AgentEnd {
    if (this.result?.finishReason === 'completed') return { said: 'done' };
    const words = this.error ?? this.result?.text;
    if (this.result || this.error) {
      return {
        said: 'failed',
        words: words || `it ended with '${this.result?.finishReason}'`,
      };
    }
    return { said: 'unsaid' };
  }

  private read(event: ClineEvent): AgentWord[] {
    switch (event.type) {
      case 'agent_event':
        return this.readInner(event.event);
      case 'run_result':
        this.result = event;
        return [{ type: 'program', model: event.model?.id }];
      case 'error':
        this.error = event.message;
        return [{ type: 'log', text: event.message }];
      default:
        return event satisfies never;
    }
  }

  private readInner(event: ClineInner): AgentWord[] {
    switch (event.type) {
      case 'iteration_start':
        return [{ type: 'turn' }];
      case 'content_start':
        return [this.readTool(event.toolName, event.input)];
      case 'content_end':
        return readContent(event);
      case 'usage':
        this.used.input += event.inputTokens;
        this.used.output += event.outputTokens;
        return [
          {
            type: 'usage',
            inputTokens: this.used.input,
            outputTokens: this.used.output,
            costUsd: null,
          },
        ];
      case 'error':
        // A tool that failed is an error too, and it goes on.
        if (event.recoverable !== false) return [];
        this.error = event.error.message;
        return isHopeless(this.error)
          ? [{ type: 'hopeless', words: this.error }]
          : [];
      default:
        return event satisfies never;
    }
  }

  private readTool(tool: string, input: unknown): AgentWord {
    const edits = EDITORS.includes(tool);
    const path = edits ? pathOf(input) : undefined;
    return {
      type: 'activity',
      kind: edits ? 'edit' : 'tool',
      tool,
      text: describeInput(input),
      ...(path !== undefined && { path: pathWithin(this.context.work, path) }),
    };
  }
}

/**
 * Cline, by the Chat Completions API. Without a terminal this version cannot go on with a session: the next round is a
 * session of its own that is told what the first was.
 */
export const clineAgent: AgentAdapter = {
  id: 'cline',
  understands: true,

  async prepare(context) {
    const settings = join(context.tmp, 'cline.json');
    await writeFile(settings, JSON.stringify({ telemetryOptOut: true }));
    const providers = join(
      homeOf(context.tmp),
      '.cline/data/settings/providers.json',
    );
    await mkdir(dirname(providers), { recursive: true });
    await writeFile(providers, JSON.stringify(providersOf(context)), {
      mode: 0o600,
    });
    return new ClineRun(context, settings);
  },
};

function readContent(
  event: Extract<ClineInner, { type: 'content_end' }>,
): AgentWord[] {
  if (event.contentType === 'tool') {
    const failures = failuresOf(event.output, event.error);
    if (failures === undefined) return [];
    return [
      {
        type: 'activity',
        kind: 'tool',
        tool: event.toolName,
        text: keepEnd(failures, OUTPUT_MAX_CHARS),
        failed: true,
      },
    ];
  }
  const text = event.text ?? event.reasoning ?? '';
  if (text.trim() === '') return [];
  const kind = event.contentType === 'text' ? 'message' : 'thought';
  return [{ type: 'activity', kind, text }];
}

/** What went wrong with a tool, of which each command says whether it succeeded. */
function failuresOf(output: unknown, error: unknown): string | undefined {
  if (error !== undefined) return textOf(error);
  const parts = Array.isArray(output) ? output : [output];
  const failed = parts.filter(
    part =>
      typeof part === 'object' &&
      part !== null &&
      Reflect.get(part, 'success') === false,
  );
  if (failed.length === 0) return undefined;
  return failed.map(part => textOf(Reflect.get(part, 'result'))).join('\n');
}

function pathOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const path: unknown = Reflect.get(input, 'path');
  if (typeof path === 'string') return path;
  const patch: unknown = Reflect.get(input, 'input');
  return typeof patch === 'string' ? PATCHED.exec(patch)?.[1] : undefined;
}

function providersOf(context: AgentContext) {
  const { url, key } = gatewayOf(context);
  return {
    version: 1,
    lastUsedProvider: PROVIDER,
    modes: {},
    providers: {
      [PROVIDER]: {
        settings: {
          provider: PROVIDER,
          apiKey: key,
          model: modelOf(context),
          baseUrl: `${url}/v1`,
        },
        updatedAt: new Date().toISOString(),
        tokenSource: 'manual',
      },
    },
  };
}
