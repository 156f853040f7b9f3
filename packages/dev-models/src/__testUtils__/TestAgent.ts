import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';

const SAMPLE = join(__dirname, '../../../../examples/sample-repository');
const MAX_CALLS = 40;

type Tool = OpenAI.ChatCompletionFunctionTool;

/** The tools that a coding agent declares, by their names and inputs. */
export type Tools = Record<string, readonly string[]>;

/** A small coding agent with tools of any names, which works on a copy of the sample repository. */
export class TestAgent {
  readonly folder = mkdtempSync(join(tmpdir(), 'dev-models-'));
  /** Commands that were not run, since they need packages. */
  readonly npm: string[] = [];
  private readonly messages: OpenAI.ChatCompletionMessageParam[] = [];

  constructor(
    private readonly client: OpenAI,
    private readonly tools: Tools,
    system: string = '',
  ) {
    cpSync(SAMPLE, this.folder, {
      recursive: true,
      filter: source => !source.includes('node_modules'),
    });
    const content = `${system}\nWorking directory: ${this.folder}`;
    this.messages.push({ role: 'system', content });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A file of the repository. */
  file(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** Says something, carries out what the model wants, and returns its last words. */
  async say(prompt: string): Promise<string> {
    this.messages.push({ role: 'user', content: prompt });
    for (let call = 0; call < MAX_CALLS; call++) {
      const { choices } = await this.client.chat.completions.create({
        model: 'scripted',
        messages: this.messages,
        tools: Object.entries(this.tools).map(declared),
      });
      const { message } = choices[0];
      this.messages.push(message);
      if (!message.tool_calls) return message.content ?? '';
      for (const toolCall of message.tool_calls) {
        if (toolCall.type !== 'function') throw new Error('No function');
        this.messages.push({
          role: 'tool',
          tool_call_id: toolCall.id,
          content: this.carryOut(JSON.parse(toolCall.function.arguments)),
        });
      }
    }
    throw new Error('The model does not come to an end');
  }

  private carryOut(input: Record<string, string | string[]>): string {
    const { command, cmd, commands, ...fields } = input;
    const words = [command ?? cmd ?? commands ?? []].flat();
    const shell = words[words.length - 1];
    if (shell !== undefined) return this.run(shell);
    const [path, find, replace] = Object.values(fields).map(String);
    const before = readFileSync(path, 'utf8');
    if (find === undefined) return before;
    if (before.split(find).length !== 2) throw new Error(`Not once: ${find}`);
    writeFileSync(
      path,
      before.replace(find, () => replace),
    );
    return 'edited';
  }

  private run(command: string): string {
    if (command.startsWith('npm ')) {
      this.npm.push(command);
      return '';
    }
    return execFileSync('sh', ['-c', command], {
      cwd: this.folder,
      encoding: 'utf8',
    });
  }
}

function declared([name, properties]: [string, readonly string[]]): Tool {
  const schemas = properties.map(property => [
    property,
    property === 'commands' ? { type: 'array' } : { type: 'string' },
  ]);
  return {
    type: 'function',
    function: {
      name,
      parameters: {
        type: 'object',
        properties: Object.fromEntries(schemas),
        required: [...properties],
      },
    },
  };
}
