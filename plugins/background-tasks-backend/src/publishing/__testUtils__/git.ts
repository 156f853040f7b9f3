import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Real git, without any configuration of the machine. */
export async function git(
  directory: string,
  args: string[],
  environment: Record<string, string> = {},
): Promise<string> {
  return (await gitBytes(directory, args, environment)).toString('utf8').trim();
}

/** As `git`, with what it prints as it is. */
export async function gitBytes(
  directory: string,
  args: string[],
  environment: Record<string, string> = {},
): Promise<Buffer> {
  const { stdout } = await run('git', args, {
    cwd: directory,
    encoding: 'buffer',
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PATH: process.env.PATH,
      HOME: tmpdir(),
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: 'Test',
      GIT_AUTHOR_EMAIL: 'test@example.com',
      GIT_COMMITTER_NAME: 'Test',
      GIT_COMMITTER_EMAIL: 'test@example.com',
      ...environment,
    },
  });
  return stdout;
}
