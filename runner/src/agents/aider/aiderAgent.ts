import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import { parseAiderLine } from './events';

/** What it keeps in the repository for itself, whatever it is told. */
const LEFTOVERS = ['.aider.tags.cache.v4'];

/** What it says before its model's answer. */
const GREETING =
  /^(?:Git repo|Repo-map|Weak model|Update git|Analytics have|Restored previous|Added .+ to the chat|Warning: Input)/;

class AiderRun implements AgentRun {
  private rounds = 0;
  private error: string | undefined;
  private answered = false;
  private spoken: string[] = [];
  private used = { input: 0, output: 0 };

  constructor(private readonly context: AgentContext) {}

  async command(prompt: string) {
    const { tmp } = this.context;
    const { url, key } = gatewayOf(this.context);
    const model = `openai/${modelOf(this.context)}`;
    const message = join(tmp, `prompt-${this.rounds}.txt`);
    await writeFile(message, prompt);
    const resumed = this.rounds > 0 ? ['--restore-chat-history'] : [];
    this.rounds++;
    this.error = undefined;
    this.answered = false;
    return {
      argv: [
        programOf(this.context, 'aider'),
        ...['--model', model, '--weak-model', model],
        ...['--edit-format', 'diff'],
        ...['--message-file', message],
        ...['--chat-history-file', join(tmp, 'chat.md'), ...resumed],
        ...['--input-history-file', join(tmp, 'input')],
        ...['--yes-always', '--no-auto-commits', '--no-dirty-commits'],
        ...['--no-gitignore', '--no-check-update', '--analytics-disable'],
        ...['--no-show-model-warnings', '--no-show-release-notes'],
        ...['--no-stream', '--no-pretty', '--no-detect-urls'],
        '--no-suggest-shell-commands',
      ],
      env: agentEnvironment(this.context, {
        OPENAI_API_BASE: `${url}/v1`,
        OPENAI_API_KEY: key,
        // Prices from the program itself, not from the network.
        LITELLM_LOCAL_MODEL_COST_MAP: 'True',
      }),
    };
  }

  parse(_: 'stdout' | 'stderr', text: string): AgentWord[] {
    const line = parseAiderLine(text.trimEnd());
    switch (line.is) {
      case 'version':
        return [{ type: 'program', version: line.version }];
      case 'model':
        return [{ type: 'program', model: line.model }];
      case 'edit':
        return [
          ...this.endMessage(),
          {
            type: 'activity',
            kind: 'edit',
            tool: 'edit',
            text: text.trimEnd(),
            path: pathWithin(this.context.work, line.path),
          },
        ];
      case 'usage':
        this.answered = true;
        this.error = undefined;
        this.used.input += line.sent;
        this.used.output += line.received;
        return [
          ...this.endMessage(),
          { type: 'turn' },
          {
            type: 'usage',
            inputTokens: this.used.input,
            outputTokens: this.used.output,
            costUsd: null,
          },
        ];
      case 'error':
        this.error = line.words;
        return [{ type: 'log', text }];
      case 'retry':
        // The line before says why; long errors go on over several lines.
        return this.error !== undefined && isHopeless(this.error)
          ? [{ type: 'hopeless', words: this.error }]
          : [{ type: 'log', text }];
      case 'other':
        this.readOther(text);
        return text.trim() === '' ? [] : [{ type: 'log', text }];
      default:
        return line satisfies never;
    }
  }

  end(): AgentEnd {
    if (this.error !== undefined) return { said: 'failed', words: this.error };
    return this.answered ? { said: 'done' } : { said: 'unsaid' };
  }

  async tidy(): Promise<void> {
    for (const name of LEFTOVERS) {
      await rm(join(this.context.work, name), { recursive: true, force: true });
    }
  }

  private readOther(text: string): void {
    if (this.error !== undefined && text.trim() !== '') {
      this.error = `${this.error} ${text.trim()}`;
      return;
    }
    if (GREETING.test(text)) this.spoken = [];
    else this.spoken.push(text);
  }

  /** What was printed before the tokens is the model's answer, after aider's own greeting. */
  private endMessage(): AgentWord[] {
    const text = this.spoken.join('\n').trim();
    this.spoken = [];
    if (text === '') return [];
    return [{ type: 'activity', kind: 'message', text }];
  }
}

/**
 * aider, by the Chat Completions API. It edits by blocks in its model's words, and runs no commands. It prints no
 * events: its lines, its exit code and the change tell how it went. The next round goes on with its chat history.
 */
export const aiderAgent: AgentAdapter = {
  id: 'aider',
  understands: true,

  async prepare(context) {
    return new AiderRun(context);
  },
};
