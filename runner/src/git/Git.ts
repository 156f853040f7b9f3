import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '../process';

/** How a git command ended. */
export type GitResult = {
  exitCode: number | null;
  stdout: Buffer;
  /** Its last 64 KiB. */
  stderr: string;
};

/** What one git command is given. */
export type GitOptions = {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  input?: string | Buffer;
  /** Bytes of standard output after which git is stopped; what came until then is the result. */
  maxOutput?: number;
  /** Called with each part of standard error, such as progress. */
  onStderr?: (chunk: Buffer) => void;
};

const STDERR_MAX_CHARS = 64 * 1024;

/** Settings that leave nothing to the machine's, the user's or a repository's taste. */
const SETTINGS = `[safe]
	directory = *
[core]
	hooksPath = /dev/null
	attributesFile = /dev/null
	excludesFile = /dev/null
	fsmonitor = false
	autocrlf = false
	safecrlf = false
	fileMode = true
	symlinks = true
	ignoreCase = false
	precomposeUnicode = false
	protectHFS = true
	protectNTFS = true
	quotePath = false
[gc]
	auto = 0
[maintenance]
	auto = false
[advice]
	detachedHead = false
[http]
	lowSpeedLimit = 1000
	lowSpeedTime = 60
[init]
	defaultBranch = main
	templateDir =
[submodule]
	recurse = false
[protocol]
	allow = never
[protocol "http"]
	allow = always
[protocol "https"]
	allow = always
[protocol "file"]
	allow = always
`;

/** A failed git command; the message is git's own words. */
export class GitError extends Error {
  constructor(readonly args: string[], readonly result: GitResult) {
    super(
      result.stderr.trim() ||
        `git ${args[0]} ended with exit code ${result.exitCode}`,
    );
  }
}

/**
 * Runs git with settings of our own alone: neither the machine's nor the user's configuration is read, nor any
 * `GIT_…` variable of the environment.
 */
export class Git {
  private constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** @param dir a folder for the settings, which no repository code can write while git runs */
  static create(dir: string, extra: NodeJS.ProcessEnv = {}): Git {
    const settings = join(dir, 'gitconfig');
    writeFileSync(settings, SETTINGS);
    const inherited = Object.entries(process.env).filter(
      ([name]) => !name.startsWith('GIT_') && !name.startsWith('XDG_'),
    );
    return new Git({
      ...Object.fromEntries(inherited),
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: settings,
      GIT_ATTR_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_LFS_SKIP_SMUDGE: '1',
      ...extra,
    });
  }

  /** The same git with more environment variables. */
  with(extra: NodeJS.ProcessEnv): Git {
    return new Git({ ...this.env, ...extra });
  }

  /** Runs git and returns how it ended, whatever its exit code. */
  async try(args: string[], options: GitOptions = {}): Promise<GitResult> {
    const child = this.start(args, options);
    const stdout: Buffer[] = [];
    let size = 0;
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      size += chunk.length;
      if (options.maxOutput !== undefined && size > options.maxOutput) {
        child.kill('SIGKILL');
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      options.onStderr?.(chunk);
      stderr = (stderr + chunk.toString()).slice(-STDERR_MAX_CHARS);
    });
    // Git may end before it has read everything; its exit code tells.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', error =>
        reject(
          errnoOf(error) === 'ENOENT'
            ? new Error('git is not installed where the task runs.')
            : error,
        ),
      );
      child.once('close', resolve);
    });
    return { exitCode, stdout: Buffer.concat(stdout), stderr };
  }

  /**
   * Runs git and returns its standard output.
   *
   * @throws GitError where the exit code is not 0
   */
  async run(args: string[], options: GitOptions = {}): Promise<Buffer> {
    const result = await this.try(args, options);
    if (result.exitCode !== 0) throw new GitError(args, result);
    return result.stdout;
  }

  /** Runs git and returns its standard output as text without the line feed at its end. */
  async text(args: string[], options: GitOptions = {}): Promise<string> {
    return (await this.run(args, options)).toString().trimEnd();
  }

  /** Starts a git command that is talked with. */
  start(args: string[], options: GitOptions = {}) {
    return spawn('git', args, {
      cwd: options.cwd,
      env: { ...this.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }
}
