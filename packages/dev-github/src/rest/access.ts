import type { Request } from 'express';
import type { Area } from '../auth';
import { Context, openGit } from '../context';
import { ApiError, notFound } from '../errors';
import { GitRepository } from '../git/GitRepository';
import { RepositoryRecord, TokenRecord } from '../state';

/** A repository that the request may use. */
export interface Access {
  repository: RepositoryRecord;
  git: GitRepository;
  token?: TokenRecord;
}

/** Access of a request that may also write: so it has a token. */
export type WriteAccess = Access & { token: TokenRecord };

/** @throws ApiError 401 for an unknown token, 404 for what it may not see */
export function requireRead(
  context: Context,
  req: Request,
  area: Area = 'metadata',
): Access {
  const repository = findRepository(context, req);
  const token = context.auth.identify(req.get('authorization'));
  if (!repository) throw notFound();
  context.auth.checkRead(repository, token, area);
  checkReady(context, repository, req);
  return { repository, token, git: openGit(context, repository) };
}

/** As {@link requireRead}, and 401 or 403 for what the token may not write. */
export function requireWrite(
  context: Context,
  req: Request,
  area: Area = 'contents',
): WriteAccess {
  const access = requireRead(context, req);
  const token = context.auth.checkWrite(access.repository, access.token, area);
  checkWritable(access.repository);
  return { ...access, token };
}

/** @throws ApiError 403 for what nobody may write any more */
export function checkWritable(repository: RepositoryRecord): void {
  if (repository.archived) {
    throw new ApiError(403, 'Repository was archived so is read-only.');
  }
  if (repository.disabled) throw new ApiError(403, 'Repository access blocked');
}

/** @throws ApiError 409 for the git data of a fork that is still being made */
function checkReady(
  context: Context,
  repository: RepositoryRecord,
  req: Request,
): void {
  const isGit = /\/(git\/|merge-upstream$)/.test(req.path);
  if (repository.readsUntilReady === 0 || !isGit) return;
  repository.readsUntilReady -= 1;
  context.state.save();
  throw new ApiError(409, 'Git Repository is empty.');
}

export function findRepository(
  context: Context,
  req: Request,
): RepositoryRecord | undefined {
  const { owner, repo, id } = req.params;
  if (owner !== undefined && repo !== undefined) {
    return context.state.findRepository(owner, repo);
  }
  return context.state.repositories.find(
    repository => String(repository.id) === id,
  );
}
