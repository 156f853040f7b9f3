import { randomBytes } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import type { Conversation, DeclaredTool } from '../conversation';
import type { Action, FileEdit } from '../scenarios';
import { findProperty, fillRequired } from './schema';
import { editByShell, patchOf, readByShell, writeByShell } from './shellWords';
import type { ToolCall } from './types';

const SHELL =
  /^(bash|shell|shell_command|exec_command|run_shell_command|run_commands|execute_command|run_command|local_shell)$/i;
const READ = /^(read|read_file)$/i;
const WRITE = /^(write|write_file|write_to_file|create_file)$/i;
const EDIT = /^(edit|replace|edit_file|str_replace)$/i;

const COMMAND = ['command', 'cmd', 'commands'];
/** How long a client waits for a command before it answers that it still runs. */
const PATIENCE = ['yieldtimems'];
/** As long as clients take: the scenarios do not ask again. */
const PATIENCE_MS = 30_000;
const FILE = ['filepath', 'absolutepath', 'path', 'file'];
const CONTENT = ['content', 'filetext', 'contents'];
const FIND = ['oldstring', 'oldstr', 'oldtext'];
const REPLACE = ['newstring', 'newstr', 'newtext'];

/**
 * The calls of the client's tools that carry actions out.
 *
 * @throws Error if the client has no tool for one of them
 */
export function toToolCalls(
  conversation: Conversation,
  actions: readonly Action[],
): ToolCall[] {
  return actions.map(action => {
    const { tool, input } = choose(conversation, action);
    return {
      id: randomBytes(12).toString('hex'),
      name: tool.name,
      input,
      namespace: tool.namespace,
    };
  });
}

type Choice = { tool: DeclaredTool; input: ToolCall['input'] };

function choose(conversation: Conversation, action: Action): Choice {
  switch (action.kind) {
    case 'shell':
      return byShell(conversation, action.command);
    case 'read':
      return (
        byFields(conversation, READ, [[FILE, pathOf(conversation, action)]]) ??
        byShell(conversation, readByShell(action.path))
      );
    case 'write':
      return (
        byFields(conversation, WRITE, [
          [FILE, pathOf(conversation, action)],
          [CONTENT, action.content],
        ]) ?? byShell(conversation, writeByShell(action.path, action.content))
      );
    case 'edit':
      return (
        byFields(conversation, EDIT, [
          [FILE, pathOf(conversation, action)],
          [FIND, action.find],
          [REPLACE, action.replace],
        ]) ??
        byPatch(conversation, action) ??
        byShell(conversation, editByShell(action))
      );
    case 'tool':
      return byName(conversation, action);
    default:
      throw new Error(`There is no action '${JSON.stringify(action)}'`);
  }
}

function byShell({ tools }: Conversation, command: string): Choice {
  for (const tool of tools) {
    if (!SHELL.test(tool.name)) continue;
    const property = findProperty(tool, COMMAND);
    if (!property) continue;
    const { name, isArray } = property;
    const words = /s$/i.test(name) ? [command] : ['bash', '-lc', command];
    const patience = findProperty(tool, PATIENCE);
    const input = {
      [name]: isArray ? words : command,
      ...(patience && { [patience.name]: PATIENCE_MS }),
    };
    return { tool, input: fillRequired(tool, input, command.slice(0, 60)) };
  }
  throw new Error('The client declared no tool that runs commands');
}

function byFields(
  { tools }: Conversation,
  names: RegExp,
  fields: readonly (readonly [readonly string[], string])[],
): Choice | undefined {
  for (const tool of tools) {
    if (!names.test(tool.name)) continue;
    const input: Record<string, unknown> = {};
    for (const [wanted, value] of fields) {
      const property = findProperty(tool, wanted);
      if (property && !property.isArray) input[property.name] = value;
    }
    if (Object.keys(input).length !== fields.length) continue;
    return { tool, input: fillRequired(tool, input, 'As the task asks.') };
  }
  return undefined;
}

function byPatch(
  conversation: Conversation,
  edit: FileEdit,
): Choice | undefined {
  const { tools } = conversation;
  const patch = patchOf(edit);
  const tool = tools.find(({ name }) => name === 'apply_patch');
  if (!tool) {
    // Codex takes the patch from the command
    const isCodex = tools.some(({ name }) => name === 'exec_command');
    return isCodex
      ? byShell(conversation, `apply_patch <<'EOF'\n${patch}\nEOF\n`)
      : undefined;
  }
  if (tool.custom) return { tool, input: patch };
  const property = findProperty(tool, ['input', 'patch', 'patchtext']);
  return property && { tool, input: { [property.name]: patch } };
}

function byName(
  { tools }: Conversation,
  action: { name: string; input: Record<string, unknown> },
): Choice {
  const tool = tools.find(({ name }) => name === action.name);
  if (!tool) throw new Error(`The client declared no tool '${action.name}'`);
  return { tool, input: action.input };
}

/** Most clients want whole paths. */
function pathOf(
  { directory }: Conversation,
  { path }: { path: string },
): string {
  if (directory === undefined || isAbsolute(path)) return path;
  return join(directory, path);
}
