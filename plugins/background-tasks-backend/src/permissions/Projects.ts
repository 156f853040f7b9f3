import type { AuthService } from '@backstage/backend-plugin-api';
import {
  getEntitySourceLocation,
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { withCode } from '../tasks/errors';
import type { TaskLimits } from '../tasks/Task';
import { ExpiringCache } from './ExpiringCache';
import { namespaceOf } from './namespaceOf';
import type { Principal, Project } from './Project';
import type { ConfiguredProject } from './readProjects';

/** How long a repository stays admitted after its catalog entity is gone. */
const CACHE_MS = 30_000;

/** The projects: from the configuration, or else one for each group of the catalog. */
export class Projects {
  private readonly options: {
    auth: AuthService;
    catalog: CatalogService;
    configured?: ConfiguredProject[];
    limits: TaskLimits;
  };
  private readonly sources = new ExpiringCache<Set<string>>(CACHE_MS);

  constructor(options: {
    auth: AuthService;
    catalog: CatalogService;
    configured?: ConfiguredProject[];
    limits: TaskLimits;
  }) {
    this.options = options;
  }

  /**
   * The project of this name, for one of its members.
   *
   * @throws NotAllowedError (notProjectMember), also where there is no such project
   */
  get(name: string, principal: Principal): Project {
    const { service } = principal;
    if (service?.projects && !service.projects.includes(name)) {
      throw withCode(
        new NotAllowedError(
          `The service '${service.subject}' may not act in project '${name}': add it to its projects in 'backgroundTasks.services'`,
        ),
        'notAllowed',
      );
    }
    const project = this.list(principal).find(p => p.name === name);
    if (!project) {
      throw withCode(
        new NotAllowedError(
          `You are not a member of project '${name}', or it does not exist: ask one of its owners to add you`,
        ),
        'notProjectMember',
      );
    }
    return project;
  }

  /** The projects that somebody is a member of, by name. */
  list(principal: Principal): Project[] {
    const { configured } = this.options;
    const projects = configured
      ? configured
          .filter(({ members }) => members.some(m => principal.memberOf.has(m)))
          .map(({ project }) => project)
      : [...principal.memberOf].filter(isGroup).map(ref => this.ofGroup(ref));
    const { service } = principal;
    return projects
      .filter(({ name }) => service?.projects?.includes(name) ?? true)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The entity refs that make somebody a member of the project. */
  membersOf(name: string): string[] {
    const { configured } = this.options;
    return configured
      ? configured.find(({ project }) => project.name === name)?.members ?? []
      : groupsNamed(name);
  }

  /** The one group of the catalog that a project is; undefined for one that is configured. */
  async groupOf(name: string): Promise<string | undefined> {
    if (this.options.configured) return undefined;
    const groups = await this.existing(groupsNamed(name));
    return groups.length === 1 ? groups[0] : undefined;
  }

  /** The Kubernetes namespace of a project. */
  namespaceOf(name: string): string {
    return this.configured(name)?.namespace ?? namespaceOf(name);
  }

  /** The configured project of a Kubernetes namespace. */
  inNamespace(namespace: string): string | undefined {
    return this.options.configured?.find(
      ({ project }) => project.namespace === namespace,
    )?.project.name;
  }

  /** How many tasks there may be at once. */
  limitsOf(name: string): TaskLimits {
    return this.configured(name)?.limits ?? this.options.limits;
  }

  /** Whether there is such a project, in the configuration or as a group of the catalog. */
  async exists(name: string): Promise<boolean> {
    if (this.options.configured) return this.configured(name) !== undefined;
    return (await this.existing(groupsNamed(name))).length > 0;
  }

  /** The tasks and templates of the projects that have one of these as member. */
  conditionOf(claims: string[]): { projects: string[] } {
    const { configured } = this.options;
    const projects = configured
      ? configured
          .filter(({ members }) => members.some(ref => claims.includes(ref)))
          .map(({ project }) => project.name)
      : claims.filter(isGroup).map(ref => this.ofGroup(ref).name);
    return { projects };
  }

  /**
   * Whether tasks of the project may change the repository: it is the source of a catalog entity that the project
   * owns, or is configured.
   *
   * @param url - as `ResolvedRepository.url`
   */
  async mayChange(project: Project, url: string): Promise<boolean> {
    const wanted = normalize(url);
    const configured = project.repositories.some(pattern =>
      pattern.endsWith('/*')
        ? wanted.startsWith(normalize(pattern.slice(0, -1)))
        : wanted === normalize(pattern),
    );
    if (configured) return true;
    const sources = await this.sources.get(project.name, () =>
      this.sourcesOf(project),
    );
    return sources.has(wanted);
  }

  /** Whether the project owns the entity. */
  owns(project: Project, entity: Entity): boolean {
    return (entity.relations ?? []).some(
      ({ type, targetRef }) =>
        type === RELATION_OWNED_BY && project.members.includes(targetRef),
    );
  }

  /** Those that the catalog has. */
  private async existing(entityRefs: string[]): Promise<string[]> {
    const { auth, catalog } = this.options;
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs, fields: ['kind'] },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return entityRefs.filter((_, index) => items[index] !== undefined);
  }

  private configured(name: string): Project | undefined {
    return this.options.configured?.find(({ project }) => project.name === name)
      ?.project;
  }

  private ofGroup(ref: string): Project {
    const { namespace, name } = parseEntityRef(ref);
    const title = namespace === 'default' ? name : `${namespace}.${name}`;
    return {
      name: title,
      title,
      namespace: namespaceOf(title),
      limits: this.options.limits,
      members: [ref],
      owners: [],
      repositories: [],
    };
  }

  private async sourcesOf(project: Project): Promise<Set<string>> {
    const { auth, catalog } = this.options;
    const { items } = await catalog.getEntities(
      {
        filter: project.members.map(owner => ({ 'relations.ownedBy': owner })),
        fields: ['kind', 'metadata'],
      },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    const sources = items.map(sourceOf).filter(url => url !== undefined);
    return new Set(sources.map(normalize));
  }
}

function isGroup(ref: string): boolean {
  return parseEntityRef(ref, { defaultKind: 'group' }).kind === 'group';
}

/** The groups that a project of the catalog may be: names of groups may contain a dot, namespaces do not. */
function groupsNamed(project: string): string[] {
  const [namespace, ...rest] = project.split('.');
  const kind = 'group';
  return [
    stringifyEntityRef({ kind, namespace: 'default', name: project }),
    ...(rest.length > 0
      ? [stringifyEntityRef({ kind, namespace, name: rest.join('.') })]
      : []),
  ];
}

/** The repository that an entity's source is in, as `https://host/owner/name`; undefined where it has none. */
export function sourceOf(entity: Entity): string | undefined {
  let location: { type: string; target: string };
  try {
    location = getEntitySourceLocation(entity);
  } catch {
    return undefined;
  }
  if (location.type !== 'url' || !URL.canParse(location.target)) {
    return undefined;
  }
  const url = new URL(location.target);
  const [owner, name] = url.pathname.split('/').filter(part => part !== '');
  if (!owner || !name) return undefined;
  return `${url.origin}/${owner}/${name.replace(/\.git$/, '')}`;
}

/** GitHub's owners and repositories are the same in upper and lower case. */
function normalize(url: string): string {
  return url.replace(/\.git$/, '').toLowerCase();
}

/** The full ref of an entity that a user named. */
export function fullEntityRef(ref: string): string {
  return stringifyEntityRef(parseEntityRef(ref));
}
