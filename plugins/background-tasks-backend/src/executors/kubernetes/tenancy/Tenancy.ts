import type { LoggerService } from '@backstage/backend-plugin-api';
import { z } from 'zod';
import {
  FIELD_MANAGER,
  INSTANCE_LABEL,
  isNotFound,
  isPassing,
  statusOf,
  unlessMissing,
  wordsOf,
  type Cluster,
} from '../clusters';
import {
  limitRangeManifest,
  namespaceManifest,
  networkPolicyManifest,
  peerOfUrl,
  PROJECT_ANNOTATION,
  quotaManifest,
  serviceAccountManifest,
  type Manifest,
  type TenancyFacts,
} from './manifests';
import type { TenancySettings } from './readTenancy';

/** What somebody took away is put back after this time. */
const FRESH_MS = 30_000;
/** And what somebody changed after this time: to look costs no writes, of which there are few for all tasks. */
const APPLY_MS = 5 * 60_000;
const PAGE = 500;

const namespaceSchema = z.object({
  metadata: z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
    deletionTimestamp: z.string().optional(),
  }),
});
type FoundNamespace = z.infer<typeof namespaceSchema>;
const namespaceListSchema = z.object({
  metadata: z.object({ continue: z.string().optional() }),
  items: z.array(namespaceSchema),
});
const countSchema = z.object({ items: z.array(z.unknown()) });

type Options = {
  settings: TenancySettings;
  /** The namespace of a project. */
  namespaceOf: (project: string) => string;
  /** How many tasks of a project there may be at once; 0 means any number. */
  tasksOf: (project: string) => number;
  /** Where workspaces reach the backend's gateway, and an egress proxy, if they have one. */
  urls: () => string[];
  logger: LoggerService;
};

/** A namespace of ours. */
export type ProjectNamespace = { name: string; project: string };

/** Whose a namespace says it is; undefined where it says nothing that we know. */
export type NamespaceClaim = { project: string } | 'anotherPortal' | undefined;

/** The namespaces of the projects, and what isolates them from each other and from everybody else. */
export class Tenancy {
  private readonly ensured = new Map<
    string,
    { at: number; appliedAt: number; done: Promise<string> }
  >();

  constructor(private readonly options: Options) {}

  /**
   * The namespace of a project, with all that must be in it.
   *
   * @throws an Error that tells an administrator what is missing
   */
  async ensureNamespace(cluster: Cluster, project: string): Promise<string> {
    const key = `${cluster.name}\n${project}`;
    const known = this.ensured.get(key);
    const at = Date.now();
    if (known && at - known.at < FRESH_MS) return known.done;
    const isApplied = known !== undefined && at - known.appliedAt < APPLY_MS;
    const done = this.provide(cluster, project, isApplied);
    const appliedAt = isApplied ? known.appliedAt : at;
    const ensured = { at, appliedAt, done };
    this.ensured.set(key, ensured);
    done.catch(() => {
      // Another one may be under way by now.
      if (this.ensured.get(key) === ensured) this.ensured.delete(key);
    });
    return done;
  }

  /** What was found of a namespace may be so no longer. */
  forget(cluster: Cluster, project: string): void {
    this.ensured.delete(`${cluster.name}\n${project}`);
  }

  /** For whom what is applied by hand in the project's namespace is done. */
  ownerOf(project: string): string | undefined {
    return this.options.settings.projects.get(project)?.owner;
  }

  /** The namespace of a project, whether it is there or not. */
  namespaceOf(project: string): string {
    return this.options.namespaceOf(project);
  }

  /** The project that a namespace says it is for, if that project would use it; or that another portal made it. */
  async claimOf(cluster: Cluster, namespace: string): Promise<NamespaceClaim> {
    const found = await this.find(cluster, namespace);
    if (!found) return undefined;
    const { labels, annotations, deletionTimestamp } = found.metadata;
    const instance = labels[INSTANCE_LABEL];
    if (instance !== undefined && instance !== cluster.instance) {
      return 'anotherPortal';
    }
    const isOurs =
      instance !== undefined || this.options.settings.namespaces === 'check';
    const project = annotations[PROJECT_ANNOTATION];
    if (!isOurs || project === undefined || deletionTimestamp) return undefined;
    return this.namespaceOf(project) === namespace ? { project } : undefined;
  }

  /** The namespaces that this portal made in the cluster. */
  async namespaces(cluster: Cluster): Promise<ProjectNamespace[]> {
    const found: FoundNamespace[] = [];
    let token: string | undefined;
    do {
      const query = new URLSearchParams({
        labelSelector: `${INSTANCE_LABEL}=${cluster.instance}`,
        limit: String(PAGE),
        ...(token && { continue: token }),
      });
      const page = namespaceListSchema.parse(
        await cluster.json({
          method: 'GET',
          path: `/api/v1/namespaces?${query}`,
        }),
      );
      found.push(...page.items);
      token = page.metadata.continue || undefined;
    } while (token);
    return found.flatMap(({ metadata }) => {
      const project = metadata.annotations[PROJECT_ANNOTATION];
      if (project === undefined || metadata.deletionTimestamp) return [];
      return [{ name: metadata.name, project }];
    });
  }

  /** Deletes a namespace that this portal made, with all that is in it. */
  async removeNamespace(
    cluster: Cluster,
    { name, project }: ProjectNamespace,
  ): Promise<void> {
    this.forget(cluster, project);
    await unlessMissing(cluster.core.deleteNamespace({ name }));
  }

  /** @param isApplied - whether all was applied not long ago, so that it only has to be there */
  private async provide(
    cluster: Cluster,
    project: string,
    isApplied: boolean,
  ): Promise<string> {
    const facts = this.factsOf(cluster, project);
    const found = await this.find(cluster, facts.namespace);
    if (found?.metadata.deletionTimestamp) {
      throw new Error(
        `The namespace '${facts.namespace}' of project '${project}' is being deleted: wait until it is gone`,
      );
    }
    const instance = found?.metadata.labels[INSTANCE_LABEL];
    if (instance !== undefined && instance !== cluster.instance) {
      throw new Error(
        `The namespace '${facts.namespace}' belongs to another portal's background tasks: configure another namespace for project '${project}'`,
      );
    }
    if (found && instance === undefined) {
      await this.complete({ ...facts, own: false }, found, isApplied);
    } else if (this.options.settings.namespaces === 'check') {
      if (!found) throw missing(facts, ['the namespace itself']);
      await this.check(facts, found);
    } else if (!found || !isApplied || !(await this.isWhole(facts, found))) {
      await this.apply(cluster, namespaceManifest(facts));
      await this.applyAll(facts, [
        quotaManifest(facts),
        limitRangeManifest(facts),
      ]);
    }
    // Where not the whole cluster is looked at.
    cluster.reach.include(facts.namespace);
    return facts.namespace;
  }

  private factsOf(cluster: Cluster, project: string): TenancyFacts {
    const { settings, namespaceOf, tasksOf, urls } = this.options;
    const own = settings.projects.get(project);
    const { dns, gateway, allow } = settings.network;
    const needed = urls().map(url => ({ url, peer: peerOfUrl(url) }));
    const named = needed.find(({ peer }) => peer === undefined);
    if (named && gateway.length === 0) {
      throw new Error(
        `Workspaces reach the backend at ${named.url}, whose name can be no rule of a NetworkPolicy: say in 'backgroundTasks.kubernetes.tenancy.network.gateway' which addresses or Pods that is`,
      );
    }
    return {
      cluster,
      project,
      namespace: namespaceOf(project),
      tasks: tasksOf(project),
      quota: { ...settings.quota, ...own?.quota },
      egress: {
        dns,
        others: [
          ...gateway,
          ...needed.flatMap(({ peer }) => peer ?? []),
          ...allow,
          ...(own?.allow ?? []),
        ],
      },
      own: true,
    };
  }

  private async find(
    cluster: Cluster,
    name: string,
  ): Promise<FoundNamespace | undefined> {
    try {
      return namespaceSchema.parse(
        await cluster.json({
          method: 'GET',
          path: `/api/v1/namespaces/${name}`,
        }),
      );
    } catch (error) {
      if (isNotFound(error)) return undefined;
      // Who asks waits for it: it has nothing to do with the namespace.
      if (isPassing(error)) throw error;
      throw new Error(
        `The namespace '${name}' cannot be read: ${wordsOf(error)}`,
      );
    }
  }

  /** A namespace that others made may hold more than tasks: what concerns tasks alone is added, all else asked for. */
  private async complete(
    facts: TenancyFacts,
    found: FoundNamespace,
    isApplied: boolean,
  ): Promise<void> {
    if (this.options.settings.namespaces === 'check') {
      await this.check(facts, found);
      return;
    }
    const lacking = [
      ...lackingLabels(found),
      ...(await this.lackingLimits(facts)),
    ];
    if (lacking.length > 0) throw missing(facts, lacking);
    if (isApplied && (await this.lackingOwn(facts)).length === 0) return;
    await this.applyAll(facts, []);
  }

  private async applyAll(
    facts: TenancyFacts,
    others: Manifest[],
  ): Promise<void> {
    const manifests = [
      serviceAccountManifest(facts),
      networkPolicyManifest(facts),
      ...others,
    ];
    await Promise.all(
      manifests.map(manifest => this.apply(facts.cluster, manifest)),
    );
  }

  private async check(
    facts: TenancyFacts,
    found: FoundNamespace,
  ): Promise<void> {
    const lacking = await this.lacking(facts, found);
    if (lacking.length > 0) throw missing(facts, lacking);
  }

  private async isWhole(
    facts: TenancyFacts,
    found: FoundNamespace,
  ): Promise<boolean> {
    return (await this.lacking(facts, found)).length === 0;
  }

  private async lacking(
    facts: TenancyFacts,
    found: FoundNamespace,
  ): Promise<string[]> {
    return [
      ...lackingLabels(found),
      ...(await this.lackingOwn(facts)),
      ...(await this.lackingLimits(facts)),
    ];
  }

  /** What concerns tasks alone, under the name that we give it. */
  private async lackingOwn(facts: TenancyFacts): Promise<string[]> {
    const lacking: string[] = [];
    for (const manifest of [
      serviceAccountManifest(facts),
      networkPolicyManifest(facts),
    ]) {
      if (!(await this.isThere(facts.cluster, manifest))) {
        lacking.push(`a ${manifest.kind} '${manifest.metadata?.name}'`);
      }
    }
    return lacking;
  }

  /** What all that runs in the namespace is limited by, under whatever name. */
  private async lackingLimits(facts: TenancyFacts): Promise<string[]> {
    const lacking: string[] = [];
    for (const manifest of [quotaManifest(facts), limitRangeManifest(facts)]) {
      if (!(await this.hasAny(facts, manifest))) {
        lacking.push(`a ${manifest.kind}`);
      }
    }
    return lacking;
  }

  private async isThere(
    cluster: Cluster,
    manifest: Manifest,
  ): Promise<boolean> {
    try {
      await cluster.json({ method: 'GET', path: pathOf(manifest) });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  private async hasAny(
    facts: TenancyFacts,
    manifest: Manifest,
  ): Promise<boolean> {
    const list = countSchema.parse(
      await facts.cluster.json({
        method: 'GET',
        path: `${collectionOf(manifest)}?limit=1`,
      }),
    );
    return list.items.length > 0;
  }

  private async apply(cluster: Cluster, manifest: Manifest): Promise<void> {
    try {
      await cluster.json({
        method: 'PATCH',
        path: `${pathOf(manifest)}?fieldManager=${FIELD_MANAGER}&force=true`,
        headers: { 'content-type': 'application/apply-patch+yaml' },
        body: JSON.stringify(wireForm(manifest)),
      });
    } catch (error) {
      if (isPassing(error)) throw error;
      const what = `${manifest.kind} '${manifest.metadata?.name}'`;
      if (statusOf(error) !== 403) {
        throw new Error(`The ${what} cannot be applied: ${wordsOf(error)}`);
      }
      throw new Error(
        `The backend may not apply the ${what}: ${wordsOf(
          error,
        )}. Give it the right, or make what projects need yourself and set 'backgroundTasks.kubernetes.tenancy.namespaces' to 'check'`,
      );
    }
  }
}

/** The client calls a field `_default` that is `default` for everybody else. */
function wireForm(manifest: Manifest): unknown {
  return JSON.parse(
    JSON.stringify(manifest).replaceAll('"_default":', '"default":'),
  );
}

function lackingLabels({ metadata }: FoundNamespace): string[] {
  const label = 'pod-security.kubernetes.io/enforce';
  return metadata.labels[label] === 'restricted'
    ? []
    : [`the label '${label}: restricted'`];
}

function missing(facts: TenancyFacts, lacking: string[]): Error {
  return new Error(
    `The namespace '${facts.namespace}' of project '${
      facts.project
    }' in cluster '${facts.cluster.name}' lacks ${lacking.join(
      ', ',
    )}: an administrator must add it, as docs/admin/kubernetes.md says`,
  );
}

const collections: Record<string, string> = {
  ServiceAccount: 'serviceaccounts',
  ResourceQuota: 'resourcequotas',
  LimitRange: 'limitranges',
  NetworkPolicy: 'networkpolicies',
};

function collectionOf({ apiVersion, kind, metadata }: Manifest): string {
  const collection = collections[kind ?? ''];
  const group = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  return `${group}/namespaces/${metadata?.namespace}/${collection}`;
}

function pathOf(manifest: Manifest): string {
  if (manifest.kind === 'Namespace') {
    return `/api/v1/namespaces/${manifest.metadata?.name}`;
  }
  return `${collectionOf(manifest)}/${manifest.metadata?.name}`;
}
