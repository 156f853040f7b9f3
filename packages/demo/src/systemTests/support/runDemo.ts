import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repositoryRoot } from '../../system/repositoryRoot';

/** A demo as a child process. */
export type RunningDemo = {
  child: ChildProcess;
  /** What it has written to standard error by now. */
  stderr(): string;
  /** Its end. */
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
};

/** Starts the demo's program with arguments. */
export function runDemo(args: string[]): RunningDemo {
  const child = spawn(
    process.execPath,
    [
      '--no-node-snapshot',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(repositoryRoot, 'packages/demo/src/demo.ts'),
      ...args,
    ],
    {
      cwd: repositoryRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: undefined },
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', chunk => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', chunk => {
    stderr += chunk;
  });
  return {
    child,
    stderr: () => stderr,
    ended: once(child, 'close').then(([code]) => ({ code, stdout, stderr })),
  };
}
