import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const AGENT = 'claude-code@2.1.330';

/** Lays a script of a test to where the backend looks for Claude Code. */
export async function installScriptedAgent(options: {
  /** The folder of `agents.directory`. */
  directory: string;
  /** The path of the script. */
  script: string;
}): Promise<void> {
  const bin = join(options.directory, AGENT, 'bin');
  await mkdir(bin, { recursive: true });
  const program = join(bin, 'claude');
  await copyFile(options.script, program);
  await chmod(program, 0o755);
}
