import { Commit } from '../../git/commits';
import { FileChange } from '../../git/diff';
import { RepositoryRecord } from '../../state';
import { encodePath, Urls } from '../../urls';
import { nodeId } from './nodeId';

// What a signature holds is not looked at by anybody here
const VERIFIED = {
  verified: true,
  reason: 'valid',
  signature: '-----BEGIN PGP SIGNATURE-----\n-----END PGP SIGNATURE-----\n',
  payload: '',
};

const UNVERIFIED = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

/** GitHub's "git commit", of the Git Data API. */
export function toGitCommit(
  urls: Urls,
  repository: RepositoryRecord,
  commit: Commit,
) {
  const url = urls.repository(repository);
  const page = urls.page(repository);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { url: `${url}/git/trees/${commit.tree}`, sha: commit.tree },
    message: commit.message,
    parents: commit.parents.map(sha => ({
      url: `${url}/git/commits/${sha}`,
      sha,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: toVerification(repository, commit),
  };
}

/** GitHub's "commit", of everything else. Authors are not matched to users. */
export function toCommit(
  urls: Urls,
  repository: RepositoryRecord,
  commit: Commit,
) {
  const url = urls.repository(repository);
  const page = urls.page(repository);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { url: `${url}/git/trees/${commit.tree}`, sha: commit.tree },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: toVerification(repository, commit),
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: null,
    committer: null,
    parents: commit.parents.map(sha => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

function toVerification(repository: RepositoryRecord, commit: Commit) {
  return repository.verifiedCommits.includes(commit.sha)
    ? { ...VERIFIED, verified_at: commit.committer.date }
    : UNVERIFIED;
}

/** GitHub's "diff entry": a file of a commit, comparison or pull request. */
export function toDiffEntry(
  urls: Urls,
  repository: RepositoryRecord,
  head: string,
  change: FileChange,
) {
  const url = urls.repository(repository);
  const page = urls.page(repository);
  const file = encodePath(change.filename);
  return {
    sha: change.sha,
    filename: change.filename,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${page}/blob/${head}/${file}`,
    raw_url: `${page}/raw/${head}/${file}`,
    contents_url: `${url}/contents/${file}?ref=${head}`,
    ...(change.patch === undefined ? {} : { patch: change.patch }),
    ...(change.previousFilename === undefined
      ? {}
      : { previous_filename: change.previousFilename }),
  };
}
