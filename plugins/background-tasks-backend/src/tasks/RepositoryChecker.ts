import { isError } from '@backstage/errors';
import type { RepositoryCheck } from '@background-tasks/plugin-background-tasks-common';
import type {
  CodeHost,
  RepositoryOutline,
  ResolvedRepository,
} from '@background-tasks/plugin-background-tasks-node';
import { ExpiringCache, type Principal, type Projects } from '../permissions';
import type { TaskStore } from '../store';
import { findChecks } from './findChecks';

/** Somebody types, and looks again soon: for so long the host is not asked anew. */
const CACHE_MS = 60_000;

type Options = {
  codeHosts: readonly CodeHost[];
  projects: Pick<Projects, 'list' | 'mayChange'>;
  store: Pick<TaskStore, 'countActiveOn'>;
  /** The login at the code host of a user, where the catalog knows it. */
  loginOf: (userEntityRef: string) => Promise<string | undefined>;
};

type Found = {
  repository: ResolvedRepository;
  outline: RepositoryOutline | undefined;
};

/**
 * Tells of a repository what somebody wants to know before they have it changed. The host is asked with the portal's
 * own access, so nothing is told of repositories that no project of the caller may change.
 */
export class RepositoryChecker {
  private readonly found = new ExpiringCache<Found>(CACHE_MS);
  private readonly rights = new ExpiringCache<boolean | undefined>(CACHE_MS);

  constructor(private readonly options: Options) {}

  /** @param url - as `https://host/owner/name` */
  async check(url: string, principal: Principal): Promise<RepositoryCheck> {
    const codeHost = this.options.codeHosts.find(host => host.handles(url));
    if (!codeHost) {
      return unknownOf(
        url,
        'unsupported',
        `No integration is configured for ${
          new URL(url).host
        }: ask an administrator to add it to 'integrations.github'.`,
      );
    }
    const projects = await this.projectsThatMayChange(url, principal);
    if (projects.length === 0) {
      return unknownOf(
        url,
        'notAllowed',
        `None of your projects may change it: it must be the source of a catalog entity that the project owns, or be listed in the project's configuration.`,
      );
    }
    try {
      return {
        projects,
        ...(await this.describe(codeHost, url, principal)),
      };
    } catch (error) {
      const isMissing = isError(error) && error.name === 'NotFoundError';
      return {
        ...unknownOf(
          url,
          isMissing ? 'notFound' : 'unknown',
          isError(error) ? error.message : 'Its host could not be asked.',
        ),
        projects,
      };
    }
  }

  private async projectsThatMayChange(
    url: string,
    principal: Principal,
  ): Promise<string[]> {
    const { projects } = this.options;
    const all = projects.list(principal);
    const may = await Promise.all(
      all.map(project => projects.mayChange(project, url)),
    );
    return all.filter((_project, at) => may[at]).map(({ name }) => name);
  }

  private async describe(
    codeHost: CodeHost,
    url: string,
    { userEntityRef }: Principal,
  ): Promise<Omit<RepositoryCheck, 'projects'>> {
    const { store, loginOf } = this.options;
    const { repository, outline } = await this.found.get(url, () =>
      lookUp(codeHost, url),
    );
    const login = await loginOf(userEntityRef);
    const mayWrite =
      login === undefined
        ? undefined
        : await this.rights.get(`${login} ${repository.key}`, () =>
            codeHost.canWrite(repository, login),
          );
    return {
      url: repository.url,
      state: 'found',
      message: null,
      defaultBranch: outline?.defaultBranch ?? null,
      mayWrite: mayWrite ?? null,
      checks: outline ? findChecks(outline) : null,
      activeTasks: await store.countActiveOn(repository.key),
    };
  }
}

async function lookUp(codeHost: CodeHost, url: string): Promise<Found> {
  const repository = await codeHost.resolve(url);
  // That it is there is worth telling also where its files cannot be read.
  const outline = await codeHost.outline?.(repository).catch(() => undefined);
  return { repository, outline };
}

function unknownOf(
  url: string,
  state: Exclude<RepositoryCheck['state'], 'found'>,
  message: string,
): RepositoryCheck {
  return {
    url,
    state,
    message,
    projects: [],
    defaultBranch: null,
    mayWrite: null,
    checks: null,
    activeTasks: 0,
  };
}
