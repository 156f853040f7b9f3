import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TestCluster } from './connectToTestCluster';

/**
 * Runs kubectl on the test cluster.
 *
 * @param options.input what it reads from standard input, as for `apply -f -`
 * @returns what it printed
 * @throws Error with what it said where it failed
 */
export async function kubectl(
  cluster: Pick<TestCluster, 'kubeconfig'>,
  args: readonly string[],
  options: { input?: string } = {},
): Promise<string> {
  const own = path.join(path.dirname(cluster.kubeconfig), 'bin', 'kubectl');
  const child = spawn(existsSync(own) ? own : 'kubectl', args, {
    env: { ...process.env, KUBECONFIG: cluster.kubeconfig },
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', chunk => stdout.push(chunk));
  child.stderr.on('data', chunk => stderr.push(chunk));
  // One that fails early does not read to the end.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return Buffer.concat(stdout).toString();
  const said = Buffer.concat(stderr).toString().trim();
  throw new Error(`kubectl ${args.join(' ')} failed: ${said}`);
}
