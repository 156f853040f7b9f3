import { mkdir, readdir, rm } from 'node:fs/promises';
import { createServer, Server } from 'node:http';
import path from 'node:path';
import express from 'express';
import { Apps } from './Apps';
import { Auth } from './auth';
import { Context, createFolders, openGit } from './context';
import { createFaultInjector, Faults } from './faults';
import { createGitRouter } from './git/createGitRouter';
import { GitProcesses } from './git/GitProcesses';
import { seedRepository } from './git/seedRepository';
import { isOwnerName, isRefName, isRepositoryName } from './names';
import { createPagesRouter } from './pages/createPagesRouter';
import { RequestLog } from './RequestLog';
import { createRestRouter } from './rest/createRestRouter';
import { DEFAULT_SETTINGS, RepositoryRecord, sameName, State } from './state';
import {
  ConfigureRepositoryOptions,
  CreatedRepository,
  CreateRepositoryOptions,
  DevGithub,
  DevGithubOptions,
  SetPermissionOptions,
} from './types';
import { Urls } from './urls';

/**
 * Starts a local stand-in for GitHub, for demonstrations and tests only.
 *
 * @throws Error if the port is taken, or the directory holds another's state
 */
export async function startDevGithub(
  options: DevGithubOptions,
): Promise<DevGithub> {
  const folders = createFolders(path.resolve(options.directory));
  await mkdir(folders.repositories, { recursive: true });
  await rm(folders.temporary, { recursive: true, force: true });
  await mkdir(folders.temporary, { recursive: true });
  await removeStaleLocks(folders.repositories);
  const state = State.open(path.resolve(options.directory));
  const auth = new Auth(state);
  const apps = new Apps(state);
  const faults = new Faults();
  const processes = new GitProcesses(folders.temporary);
  const log = new RequestLog(auth);

  const app = express();
  const server = createServer(app);
  const host = options.host ?? '127.0.0.1';
  const port = await listen(server, options.port ?? 0, host);
  const urls = new Urls(
    `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
  );
  const context: Context = {
    state,
    auth,
    apps,
    processes,
    folders,
    urls,
    logger: options.logger,
  };
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(log.middleware);
  app.use(createFaultInjector(faults));
  app.use('/api/v3', createRestRouter(context));
  app.use(createGitRouter(context));
  app.use(createPagesRouter(context));
  options.logger?.info(`Local stand-in for GitHub listens at ${urls.web}`);

  return {
    url: urls.web,
    apiUrl: urls.api,
    host: urls.host,
    createRepository: wish => createRepository(context, wish),
    getRepository: async (owner, name) => {
      const repository = state.findRepository(owner, name);
      return repository && describeRepository(context, repository);
    },
    addToken: token => auth.addToken(token),
    addApp: wish => apps.add(wish),
    setPermission: permission => setPermission(context, permission),
    configureRepository: wish => configureRepository(context, wish),
    faults,
    requests: () => log.entries(),
    close: async () => {
      const closed = new Promise<void>(resolve => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await processes.stop();
      await closed;
    },
  };
}

async function createRepository(
  context: Context,
  options: CreateRepositoryOptions,
): Promise<CreatedRepository> {
  const { state } = context;
  const { owner, name, defaultBranch = 'main' } = options;
  if (!isOwnerName(owner)) throw new Error(`'${owner}' is not an owner's name`);
  if (!isRepositoryName(name)) {
    throw new Error(`'${name}' is not a repository's name`);
  }
  if (!isRefName(`refs/heads/${defaultBranch}`)) {
    throw new Error(`'${defaultBranch}' is not a branch name`);
  }
  if (state.findRepository(owner, name)) {
    throw new Error(`Repository '${owner}/${name}' already exists`);
  }
  await seedRepository(context.processes, context.folders, options);
  const now = new Date().toISOString();
  state.addUser(owner);
  const repository: RepositoryRecord = {
    id: state.takeId(),
    owner,
    name,
    private: options.private ?? false,
    defaultBranch,
    description: options.description ?? null,
    createdAt: now,
    pushedAt: now,
    permissions: [],
    labels: [],
    pulls: [],
    drafts: options.drafts ?? true,
    parentId: null,
    verifiedCommits: [],
    ...DEFAULT_SETTINGS,
  };
  state.addRepository(repository);
  state.save();
  return describeRepository(context, repository);
}

async function describeRepository(
  context: Context,
  repository: RepositoryRecord,
): Promise<CreatedRepository> {
  const git = openGit(context, repository);
  const headCommit = await git.branchHead(repository.defaultBranch);
  return {
    id: repository.id,
    url: context.urls.page(repository),
    headCommit: headCommit ?? '',
  };
}

function setPermission(context: Context, options: SetPermissionOptions): void {
  const { owner, name, login, permission } = options;
  const repository = context.state.findRepository(owner, name);
  if (!repository) throw new Error(`No repository '${owner}/${name}' found`);
  context.state.addUser(login);
  repository.permissions = [
    ...repository.permissions.filter(entry => !sameName(entry.login, login)),
    { login, permission },
  ];
  context.state.save();
}

function configureRepository(
  context: Context,
  options: ConfigureRepositoryOptions,
): void {
  const { owner, name, ...settings } = options;
  const repository = context.state.findRepository(owner, name);
  if (!repository) throw new Error(`No repository '${owner}/${name}' found`);
  Object.assign(repository, settings);
  context.state.save();
}

/**
 * A git process that was killed leaves its lock files, and with them nobody
 * could ever write that ref again. Only one server uses a directory.
 */
async function removeStaleLocks(repositories: string): Promise<void> {
  const entries = await readdir(repositories, {
    recursive: true,
    withFileTypes: true,
  });
  for (const entry of entries) {
    const isLock = entry.isFile() && entry.name.endsWith('.lock');
    const file = path.join(entry.parentPath, entry.name);
    if (isLock) await rm(file, { force: true });
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
