import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import type { JsonObject } from '@backstage/types';
import { startDevGithub, type DevGithub } from '@background-tasks/dev-github';
import type { BundleContent } from '@background-tasks/plugin-background-tasks-common';
import type {
  PublishRequest,
  PublishState,
} from '@background-tasks/plugin-background-tasks-node';
import { Octokit } from '@octokit/rest';
import { GithubCodeHost, type GithubCodeHostOptions } from '..';
import { buildBundle } from './buildBundle';
import { git } from './git';

export const WRITE_TOKEN = 'write-token-of-the-tests';
const MATE_TOKEN = 'mates-token-of-the-tests';
export const READ_TOKEN = 'read-token-of-the-tests';

/** A code host that is connected to a stand-in for GitHub, and a clone of a repository there. */
export class PublishingFixture {
  readonly directory: string;
  readonly github: DevGithub;
  #count = 0;

  static async create(): Promise<PublishingFixture> {
    const directory = await mkdtemp(join(tmpdir(), 'publishing-'));
    const github = await startDevGithub({ directory: join(directory, 'hub') });
    github.addToken({ token: WRITE_TOKEN, login: 'bot', scope: 'write' });
    github.addToken({ token: READ_TOKEN, login: 'reader', scope: 'read' });
    github.addToken({ token: MATE_TOKEN, login: 'other', scope: 'write' });
    return new PublishingFixture(directory, github);
  }

  private constructor(directory: string, github: DevGithub) {
    this.directory = directory;
    this.github = github;
  }

  async close(): Promise<void> {
    await this.github.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** @param authentication a token, or what the configuration says instead of one */
  codeHost(
    authentication: string | JsonObject,
    options: Partial<GithubCodeHostOptions> = {},
  ): GithubCodeHost {
    const { host, apiUrl: apiBaseUrl } = this.github;
    const own =
      typeof authentication === 'string'
        ? { token: authentication }
        : authentication;
    const integrations = ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: { github: [{ host, apiBaseUrl, ...own }] },
      }),
    );
    return GithubCodeHost.create({
      retry: { baseMs: 20 },
      integrations,
      credentials:
        DefaultGithubCredentialsProvider.fromIntegrations(integrations),
      logger: mockServices.logger.mock(),
      ...options,
    });
  }

  api(auth = WRITE_TOKEN): Octokit {
    const ignore = () => {};
    return new Octokit({
      baseUrl: this.github.apiUrl,
      auth,
      log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    });
  }

  /** A repository with the given files, and a clone of it. */
  async createRepository(
    files: Record<string, string> = { 'README.md': 'Hello\n' },
    options: { drafts?: boolean } = {},
  ): Promise<{ name: string; url: string; clone: string }> {
    this.#count += 1;
    const number = this.#count;
    const name = `repository-${number}`;
    const seed = await mkdtemp(join(this.directory, 'seed-'));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(seed, path)), { recursive: true });
      await writeFile(join(seed, path), text);
    }
    const { url } = await this.github.createRepository({
      owner: 'example',
      name,
      private: true,
      fromDirectory: seed,
      drafts: options.drafts,
    });
    const clone = join(this.directory, `clone-${number}`);
    await this.clone(url, clone);
    return { name, url, clone };
  }

  async clone(url: string, to: string, branch = 'main'): Promise<void> {
    const address = new URL(url);
    address.username = 'x-access-token';
    address.password = READ_TOKEN;
    await git(this.directory, ['clone', '-q', '-b', branch, address.href, to]);
  }

  /** Publishes what was changed in the clone; what is not said otherwise is an ordinary task's. */
  async publish(
    repository: { url: string; clone: string },
    options: {
      token?: string;
      codeHost?: GithubCodeHost;
      task?: Partial<PublishRequest['task']>;
      request?: Partial<PublishRequest>;
      bundle?: BundleContent;
      state?: PublishState;
      onStep?: (state: PublishState) => Promise<void>;
      signal?: AbortSignal;
    } = {},
  ) {
    const codeHost =
      options.codeHost ?? this.codeHost(options.token ?? WRITE_TOKEN);
    return codeHost.publish(await this.request(codeHost, repository, options), {
      state: options.state ?? {},
      onStep: options.onStep ?? (async () => {}),
      signal: options.signal ?? new AbortController().signal,
    });
  }

  /** What `publish` is asked for. */
  async request(
    codeHost: GithubCodeHost,
    repository: { url: string; clone: string },
    options: {
      task?: Partial<PublishRequest['task']>;
      request?: Partial<PublishRequest>;
      bundle?: BundleContent;
    } = {},
  ): Promise<PublishRequest> {
    return {
      repository: await codeHost.resolve(repository.url),
      baseBranch: 'main',
      task: {
        uid: '0a1b2c3d-0000-4000-8000-000000000001',
        name: 'upgrade-lodash',
        project: 'developers',
        instructions: 'Upgrade lodash to 4.17.21',
        creator: 'user:default/guest',
        createdAt: '2026-01-02T03:04:05.678Z',
        url: 'http://portal.example.com/background-tasks/developers/upgrade-lodash',
        ...options.task,
      },
      bundle: options.bundle ?? (await buildBundle(repository.clone)),
      checks: [
        {
          kind: 'lint',
          command: 'npm run lint',
          reason: 'script "lint" of package.json',
          status: 'passed',
          exitCode: 0,
          durationMs: 10,
          output: '',
        },
      ],
      unchecked: false,
      ...options.request,
    };
  }

  /** Commits files to a branch at the host, as somebody else; makes the branch from main where there is none. */
  async commitTo(
    name: string,
    files: Record<string, string>,
    branch = 'main',
    message = `Change ${branch}`,
  ): Promise<string> {
    const { git: data } = this.api(MATE_TOKEN).rest;
    const target = { owner: 'example', repo: name };
    const head = await data
      .getRef({ ...target, ref: `heads/${branch}` })
      .catch(() => data.getRef({ ...target, ref: 'heads/main' }));
    const parent = head.data.object.sha;
    const { data: base } = await data.getCommit({
      ...target,
      commit_sha: parent,
    });
    const { data: tree } = await data.createTree({
      ...target,
      base_tree: base.tree.sha,
      tree: Object.entries(files).map(([path, content]) => ({
        path,
        content,
        mode: '100644' as const,
        type: 'blob' as const,
      })),
    });
    const { data: commit } = await data.createCommit({
      ...target,
      message,
      tree: tree.sha,
      parents: [parent],
    });
    if (head.data.ref === `refs/heads/${branch}`) {
      await data.updateRef({
        ...target,
        ref: `heads/${branch}`,
        sha: commit.sha,
      });
    } else {
      await data.createRef({
        ...target,
        ref: `refs/heads/${branch}`,
        sha: commit.sha,
      });
    }
    return commit.sha;
  }

  /** Resets a clone to a branch at the host. */
  async pull(clone: string, branch = 'main'): Promise<void> {
    await git(clone, ['fetch', '-q', 'origin', branch]);
    await git(clone, ['reset', '-q', '--hard', 'FETCH_HEAD']);
  }

  /** How many requests other than reads a login has made to the repository. */
  writesAs(login: string, name: string): number {
    return this.github
      .requests()
      .filter(
        request =>
          request.method !== 'GET' &&
          request.login === login &&
          request.path.includes(`/repos/example/${name}/`),
      ).length;
  }

  /** How many requests other than reads have reached the repository. */
  writes(name: string): number {
    return this.github
      .requests()
      .filter(
        request =>
          request.method !== 'GET' &&
          request.path.includes(`/repos/example/${name}/`),
      ).length;
  }

  async branches(url: string): Promise<string[]> {
    const address = new URL(url);
    address.username = 'x-access-token';
    address.password = READ_TOKEN;
    const lines = await git(this.directory, [
      'ls-remote',
      '--heads',
      address.href,
    ]);
    return lines.split('\n').map(line => line.split('refs/heads/')[1]);
  }
}
