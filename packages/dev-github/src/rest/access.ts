import type { Request } from 'express';
import type { Area } from '../auth';
import { Context, openGit } from '../context';
import { notFound } from '../errors';
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
  return { repository, token, git: openGit(context, repository) };
}

/** As {@link requireRead}, and 401 or 403 for what the token may not write. */
export function requireWrite(
  context: Context,
  req: Request,
  area: Area = 'contents',
): WriteAccess {
  const access = requireRead(context, req);
  return {
    ...access,
    token: context.auth.checkWrite(access.repository, access.token, area),
  };
}

function findRepository(
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
