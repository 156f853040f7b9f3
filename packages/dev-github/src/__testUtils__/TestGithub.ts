import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Octokit } from '@octokit/rest';
import { startDevGithub } from '../startDevGithub';
import { DevGithub } from '../types';
import { OpenApi } from './openApi';

const run = promisify(execFile);
const openApi = new OpenApi();

export const TOKENS = {
  writer: 'token-of-writer',
  reader: 'token-of-reader',
  other: 'token-for-another-repository',
} as const;

export type TokenName = keyof typeof TOKENS;

/** A server with two repositories and a token of each kind; `stop` removes all. */
export class TestGithub {
  /** What answers differed from GitHub's description. */
  readonly problems: string[] = [];

  private constructor(readonly folder: string, public server: DevGithub) {}

  static async start(): Promise<TestGithub> {
    const folder = await mkdtemp(path.join(tmpdir(), 'dev-github-'));
    const directory = path.join(folder, 'data');
    const server = await startDevGithub({ directory });
    const github = new TestGithub(folder, server);
    await server.createRepository({ owner: 'example', name: 'open' });
    await server.createRepository({
      owner: 'example',
      name: 'secret',
      private: true,
    });
    server.addToken({ token: TOKENS.writer, login: 'writer', scope: 'write' });
    server.addToken({ token: TOKENS.reader, login: 'reader', scope: 'read' });
    server.addToken({
      token: TOKENS.other,
      login: 'other',
      scope: 'write',
      repositories: ['example/elsewhere'],
    });
    return github;
  }

  /** Starts again with the same data, on a new port. */
  async restart(): Promise<void> {
    await this.server.close();
    const directory = path.join(this.folder, 'data');
    this.server = await startDevGithub({ directory });
  }

  async stop(): Promise<void> {
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A client whose every answer is held against GitHub's description. */
  client(token?: TokenName): Octokit {
    return this.clientWith(token && TOKENS[token]);
  }

  /** As {@link client}, with any token. */
  clientWith(token: string | undefined): Octokit {
    const octokit = new Octokit({
      baseUrl: this.server.apiUrl,
      auth: token,
      log: { debug() {}, info() {}, warn() {}, error() {} },
    });
    octokit.hook.wrap('request', async (request, options) => {
      const response = await request(options);
      // Other formats are no JSON, and have no schema
      if (options.mediaType.format === undefined) {
        this.check(options.method, options.url, response.status, response.data);
      }
      return response;
    });
    return octokit;
  }

  check(method: string, template: string, status: number, body: unknown): void {
    this.problems.push(...openApi.findProblems(method, template, status, body));
  }

  /** A bare request, for what a client would not send. */
  async request(
    place: string,
    init: RequestInit & { token?: string } = {},
  ): Promise<{ status: number; headers: Headers; text: string }> {
    const { token, ...rest } = init;
    const headers = new Headers(rest.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    const response = await fetch(`${this.server.url}${place}`, {
      ...rest,
      headers,
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  }

  /** Runs git as a user would, without any of the machine's settings. */
  async git(folder: string, ...args: string[]): Promise<string> {
    const { stdout } = await run('git', args, {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: devNull,
        GIT_TERMINAL_PROMPT: '0',
        GIT_AUTHOR_NAME: 'Tester',
        GIT_AUTHOR_EMAIL: 'tester@example.com',
        GIT_COMMITTER_NAME: 'Tester',
        GIT_COMMITTER_EMAIL: 'tester@example.com',
      },
    });
    return stdout.trim();
  }

  /** The address to clone from, with a token in it if there is one. */
  cloneUrl(repository: string, token?: string): string {
    const url = new URL(`${this.server.url}/example/${repository}`);
    if (token) {
      url.username = 'x-access-token';
      url.password = token;
    }
    return url.toString();
  }
}
