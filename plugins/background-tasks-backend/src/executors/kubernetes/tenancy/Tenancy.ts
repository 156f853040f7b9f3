import type { LoggerService } from '@backstage/backend-plugin-api';
import { z } from 'zod';
import {
  FIELD_MANAGER,
  INSTANCE_LABEL,
  isNotFound,
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
const FRESH_MS = 5 * 60_000;
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

/** The namespaces of the projects, and what isolates them from each other and from everybody else. */
export class Tenancy {
  private readonly ensured = new Map<
    string,
    { at: number; done: Promise<string> }
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
    if (known && Date.now() - known.at < FRESH_MS) return known.done;
    const done = this.provide(cluster, project);
    const ensured = { at: Date.now(), done };
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

  /** The project that a namespace says it is for, if that project would use it. */
  async projectIn(
    cluster: Cluster,
    namespace: string,
  ): Promise<string | undefined> {
    const found = await this.find(cluster, namespace);
    if (!found || found.metadata.deletionTimestamp) return undefined;
    const { labels, annotations } = found.metadata;
    const isOurs =
      labels[INSTANCE_LABEL] === cluster.instance ||
      this.options.settings.namespaces === 'check';
    const project = annotations[PROJECT_ANNOTATION];
    if (!isOurs || project === undefined) return undefined;
    return this.namespaceOf(project) === namespace ? project : undefined;
  }

  /** The namespaces that this portal made in the cluster. */
  async namespaces(cluster: Cluster): Promise<ProjectNamespace[]> {
    const selector = new URLSearchParams({
      labelSelector: `${INSTANCE_LABEL}=${cluster.instance}`,
      limit: String(PAGE),
    });
    const list = z.object({ items: z.array(namespaceSchema) }).parse(
      await cluster.json({
        method: 'GET',
        path: `/api/v1/namespaces?${selector}`,
      }),
    );
    return list.items.flatMap(({ metadata }) => {
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

  private async provide(cluster: Cluster, project: string): Promise<string> {
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
      await this.complete({ ...facts, own: false }, found);
    } else if (this.options.settings.namespaces === 'check') {
      if (!found) throw missing(facts, ['the namespace itself']);
      await this.check(facts, found);
    } else {
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
      throw new Error(
        `The namespace '${name}' cannot be read: ${wordsOf(error)}`,
      );
    }
  }

  /** A namespace that others made may hold more than tasks: only what concerns tasks is added, or asked for. */
  private async complete(
    facts: TenancyFacts,
    found: FoundNamespace,
  ): Promise<void> {
    if (this.options.settings.namespaces === 'check') {
      await this.check(facts, found);
      return;
    }
    const lacking = lackingLabels(found);
    if (lacking.length > 0) throw missing(facts, lacking);
    const extra: Manifest[] = [];
    for (const manifest of [quotaManifest(facts), limitRangeManifest(facts)]) {
      if (!(await this.hasOther(facts, manifest))) extra.push(manifest);
    }
    await this.applyAll(facts, extra);
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
    const lacking = lackingLabels(found);
    for (const manifest of [
      serviceAccountManifest(facts),
      networkPolicyManifest(facts),
      quotaManifest(facts),
      limitRangeManifest(facts),
    ]) {
      const any =
        manifest.kind === 'ResourceQuota' || manifest.kind === 'LimitRange';
      const there = any
        ? await this.hasAny(facts, manifest)
        : await this.isThere(facts.cluster, manifest);
      if (!there) {
        lacking.push(
          any
            ? `a ${manifest.kind}`
            : `a ${manifest.kind} '${manifest.metadata?.name}'`,
        );
      }
    }
    if (lacking.length > 0) throw missing(facts, lacking);
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
    return (await this.count(facts, manifest)) > 0;
  }

  /** Whether somebody else put something of the kind there; ours is kept up to date. */
  private async hasOther(
    facts: TenancyFacts,
    manifest: Manifest,
  ): Promise<boolean> {
    if (await this.isThere(facts.cluster, manifest)) return false;
    return this.hasAny(facts, manifest);
  }

  private async count(
    { cluster }: TenancyFacts,
    manifest: Manifest,
  ): Promise<number> {
    const list = countSchema.parse(
      await cluster.json({
        method: 'GET',
        path: `${collectionOf(manifest)}?limit=1`,
      }),
    );
    return list.items.length;
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
