import { readCodeOwners, type OwnerRule } from './codeOwners';
import {
  conventionalRules,
  isCommitlintFile,
  readCommitlint,
  readPackageCommitlint,
  type CommitRules,
} from './commitlint';
import { isConventional, mostOf } from './conventionalSubject';
import { own, type PastCommit } from './history';
import {
  chooseTemplate,
  isTemplateDirectory,
  isTemplateFile,
  readTemplate,
} from './pullRequestTemplate';

/** What a repository wishes of the changes that it is offered. */
export type Conventions = {
  /** Its pull request template. */
  template?: string;
  owners: OwnerRule[];
  /** Set where its commits are conventional ones. */
  commits?: CommitRules;
  /** Whether the titles of pull requests are checked for the form of commits. */
  checksTitles: boolean;
  signsOff: boolean;
  history: PastCommit[];
};

/** The conventions of a repository that has none. */
export const noConventions: Conventions = {
  owners: [],
  checksTitles: false,
  signsOff: false,
  history: [],
};

type Item = { type: string; sha: string };
type Directory = Map<string, Item>;

/** How the repository is read, as of one commit. */
export type ConventionSource = {
  tree(sha: string): Promise<Directory>;
  /** Undefined where it is larger than that, in bytes. */
  text(sha: string, maxBytes: number): Promise<string | undefined>;
  history(commit: string, count: number): Promise<PastCommit[]>;
};

const HISTORY_COMMITS = 50;
const WORKFLOWS_MAX = 8;
const TEXT_MAX_BYTES = 128 * 1024;
const OWNERS_MAX_BYTES = 1024 * 1024;

const CHECKS_TITLES =
  /action-semantic-pull-request|semantic-prs?\b|pr-title-(checker|lint|conventional)/i;
const CHECKS_SIGN_OFF =
  /\bdco(-check|-action)?@|tim-actions\/dco|signed-off-by/i;
const ASKS_SIGN_OFF = /signed-off-by|developer certificate of origin/i;
const LIKELY_WORKFLOW = /pr|pull|title|lint|semantic|commit|dco|sign|check|ci/i;

/**
 * Reads the conventions as they are at the base commit: about ten reads, and nothing of it is run.
 *
 * @param base - the commit, and its tree
 */
export async function readConventions(
  source: ConventionSource,
  base: { commit: string; tree: string },
): Promise<Conventions> {
  const root = await source.tree(base.tree);
  const github = await directory(source, root, '.github');
  const docs = await directory(source, root, 'docs');
  // In the order in which GitHub looks.
  const places = [github, root, docs];
  const history = await source.history(base.commit, HISTORY_COMMITS);
  const workflows = await readWorkflows(source, github);
  const isAsked = async (): Promise<boolean> =>
    ASKS_SIGN_OFF.test(
      (await readFirst(source, places, /^contributing(\.\w+)?$/i)) ?? '',
    );
  return {
    history,
    template: await findTemplate(source, places),
    owners: readCodeOwners(
      (await readFirst(source, places, /^CODEOWNERS$/, OWNERS_MAX_BYTES)) ?? '',
    ),
    commits:
      (await findCommitRules(source, root)) ??
      (isConventional(history) ? conventionalRules : undefined),
    checksTitles:
      hasFile(github, /^semantic\.ya?ml$/) || workflows.some(checksTitle),
    signsOff:
      hasFile(github, /^dco\.ya?ml$/) ||
      workflows.some(text => CHECKS_SIGN_OFF.test(text)) ||
      mostOf(own(history), ({ message }) =>
        /^Signed-off-by: .+ <.+>\s*$/m.test(message),
      ) ||
      (await isAsked()),
  };
}

function checksTitle(workflow: string): boolean {
  return (
    CHECKS_TITLES.test(workflow) ||
    (/commitlint/i.test(workflow) && workflow.includes('pull_request.title'))
  );
}

async function directory(
  source: ConventionSource,
  parent: Directory,
  name: string,
): Promise<Directory> {
  const item = parent.get(name);
  return item?.type === 'tree' ? source.tree(item.sha) : new Map();
}

function hasFile(place: Directory, name: RegExp): boolean {
  return findFile(place, name) !== undefined;
}

function findFile(place: Directory, name: RegExp): Item | undefined {
  for (const [key, item] of place) {
    if (item.type === 'blob' && name.test(key)) return item;
  }
  return undefined;
}

async function readFirst(
  source: ConventionSource,
  places: Directory[],
  name: RegExp,
  maxBytes = TEXT_MAX_BYTES,
): Promise<string | undefined> {
  for (const place of places) {
    const item = findFile(place, name);
    if (item) return source.text(item.sha, maxBytes);
  }
  return undefined;
}

async function findTemplate(
  source: ConventionSource,
  places: Directory[],
): Promise<string | undefined> {
  for (const place of places) {
    for (const [name, item] of place) {
      if (item.type === 'blob' && isTemplateFile(name)) {
        return readTemplate(
          (await source.text(item.sha, TEXT_MAX_BYTES)) ?? '',
        );
      }
    }
  }
  for (const place of places) {
    for (const [name, item] of place) {
      if (item.type !== 'tree' || !isTemplateDirectory(name)) continue;
      const templates = await source.tree(item.sha);
      const chosen = templates.get(chooseTemplate([...templates.keys()]) ?? '');
      return (
        chosen &&
        readTemplate((await source.text(chosen.sha, TEXT_MAX_BYTES)) ?? '')
      );
    }
  }
  return undefined;
}

async function findCommitRules(
  source: ConventionSource,
  root: Directory,
): Promise<CommitRules | undefined> {
  for (const [name, item] of root) {
    if (item.type !== 'blob' || !isCommitlintFile(name)) continue;
    const text = await source.text(item.sha, TEXT_MAX_BYTES);
    return readCommitlint(name, text ?? '');
  }
  const manifest = root.get('package.json');
  const text =
    manifest?.type === 'blob'
      ? await source.text(manifest.sha, TEXT_MAX_BYTES)
      : undefined;
  return readPackageCommitlint(text ?? '');
}

/** The workflows, first those whose names say that they look at pull requests. */
async function readWorkflows(
  source: ConventionSource,
  github: Directory,
): Promise<string[]> {
  const files = [...(await directory(source, github, 'workflows'))]
    .filter(([name, { type }]) => type === 'blob' && /\.ya?ml$/.test(name))
    .sort(
      ([a], [b]) =>
        Number(LIKELY_WORKFLOW.test(b)) - Number(LIKELY_WORKFLOW.test(a)),
    );
  const texts: string[] = [];
  for (const [, { sha }] of files.slice(0, WORKFLOWS_MAX)) {
    texts.push((await source.text(sha, TEXT_MAX_BYTES)) ?? '');
  }
  return texts;
}
