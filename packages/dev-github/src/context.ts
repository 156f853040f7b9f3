import path from 'node:path';
import { Apps } from './Apps';
import { Auth } from './auth';
import { GitProcesses } from './git/GitProcesses';
import { GitRepository } from './git/GitRepository';
import { RepositoryRecord, State } from './state';
import { DevGithubLogger } from './types';
import { Urls } from './urls';

/** What every router needs. */
export interface Context {
  state: State;
  auth: Auth;
  apps: Apps;
  processes: GitProcesses;
  folders: Folders;
  urls: Urls;
  logger?: DevGithubLogger;
}

export interface Folders {
  /** Bare repositories: `<owner>/<name>.git`. */
  repositories: string;
  /** Emptied at each start. */
  temporary: string;
}

export function createFolders(directory: string): Folders {
  return {
    repositories: path.join(directory, 'repos'),
    temporary: path.join(directory, 'tmp'),
  };
}

/** The folder of a repository below that of all repositories. */
export function gitFolderOf(repository: {
  owner: string;
  name: string;
}): string {
  return `${repository.owner}/${repository.name}.git`;
}

export function openGit(
  context: Pick<Context, 'processes' | 'folders'>,
  repository: RepositoryRecord,
): GitRepository {
  const { repositories, temporary } = context.folders;
  const gitDir = path.join(repositories, gitFolderOf(repository));
  return new GitRepository(context.processes, gitDir, temporary);
}
