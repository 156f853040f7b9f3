import { spawn } from 'node:child_process';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** How much of what a script says is kept for the words of its failure. */
const KEPT_CHARACTERS = 4_000;

/**
 * Runs one of this package's scripts to its end.
 *
 * @returns its exit code and what it printed
 */
export async function runScript(
  name: string,
  args: readonly string[] = [],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(
    resolvePackagePath('@background-tasks/dev-cluster', name),
    args,
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr = (stderr + text).slice(-KEPT_CHARACTERS);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // Not its close: what a script starts may outlive it, with its output open.
    child.once('exit', code => {
      setImmediate(() => resolve({ code: code ?? 1, stdout, stderr }));
    });
  });
}

/**
 * As `runScript`, for a script that is to succeed.
 *
 * @returns what it printed, without white space around it
 * @throws Error with what it said where it failed
 */
export async function runScriptWell(
  name: string,
  args: readonly string[] = [],
): Promise<string> {
  const { code, stdout, stderr } = await runScript(name, args);
  if (code === 0) return stdout.trim();
  throw new Error(`The cluster's script '${name}' failed: ${stderr.trim()}`);
}
