import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import type {
  ResourceStore,
  StoredResource,
  TemplateStore,
} from '../../../store';
import type { Template, TemplateBody } from '../../../templates';
import { INSTANCE_LABEL, type Cluster } from '../clusters';
import type { Tenancy } from '../tenancy';
import { appliedRecord } from './appliedRecord';
import type { NamespaceOwner } from './AppliedSessions';
import { UID_ANNOTATION } from './labels';
import type { Place } from './ResourceApi';
import { isAnswered, type TemplateResource } from './resources';
import { hashOf, readSaid, saidOf, type Said } from './templateSaid';
import { TemplateWriter } from './TemplateWriter';

type Options = {
  templates: TemplateStore;
  resources: ResourceStore;
  tenancy: Pick<Tenancy, 'ensureNamespace' | 'namespaceOf'>;
  clusterOf: (project: string) => Cluster;
  clusterNamed: (name: string) => Cluster | undefined;
  ownerOf: (
    cluster: Cluster,
    namespace: string,
  ) => Promise<NamespaceOwner | 'anotherPortal' | undefined>;
  /** @throws InputError */
  check: (body: TemplateBody) => void;
  logger: LoggerService;
};

/**
 * Keeps templates and TaskTemplates the same. What both last agreed on is stored: the side that differs from it was
 * changed, and is followed; where both were, the resource goes before.
 */
export class TemplateMirror {
  private queue: Promise<void> = Promise.resolve();
  private readonly writer: TemplateWriter;
  /** Templates whose turn is still to come. */
  private readonly due = new Set<string>();

  constructor(private readonly options: Options) {
    this.writer = new TemplateWriter(options);
  }

  /** A template was made, changed, used or deleted in the store. */
  changed(uid: string): void {
    if (this.due.has(uid)) return;
    this.due.add(uid);
    this.inTurn(async () => {
      this.due.delete(uid);
      const { resources, clusterOf, clusterNamed, tenancy } = this.options;
      const template = await resources.template(uid);
      const row = await resources.get('template', uid);
      if (row && !template) {
        const cluster = clusterNamed(row.cluster);
        if (cluster) await this.writer.delete(cluster, row);
        await resources.remove(row);
        return;
      }
      if (!template) return;
      const cluster = clusterOf(template.project);
      const namespace = await tenancy.ensureNamespace(
        cluster,
        template.project,
      );
      await this.settle(
        cluster,
        { namespace, name: row?.name ?? template.name },
        template,
        row,
      );
    });
  }

  /**
   * All TaskTemplates of a cluster, as they were listed.
   *
   * @param place - the namespace that they are in; undefined for the whole cluster
   */
  listed(
    cluster: Cluster,
    found: TemplateResource[],
    place: string | undefined,
  ): void {
    for (const resource of found) this.seen(cluster, resource);
    this.inTurn(async () => {
      const { resources, clusterOf, tenancy } = this.options;
      const isElsewhere = (namespace: string) =>
        place !== undefined && place !== namespace;
      const rows = await resources.templates();
      const templates = await resources.allTemplates();
      const known = new Set(found.map(({ metadata }) => metadata.uid));
      for (const template of templates) {
        if (clusterOf(template.project) !== cluster) continue;
        const row = rows.find(({ ownerUid }) => ownerUid === template.uid);
        const namespace =
          row?.namespace ?? tenancy.namespaceOf(template.project);
        if (isElsewhere(namespace)) continue;
        if (!row || !known.has(row.uid)) this.changed(template.uid);
      }
      for (const row of rows) {
        if (isElsewhere(row.namespace)) continue;
        const lost = !templates.some(({ uid }) => uid === row.ownerUid);
        if (lost && row.cluster === cluster.name) this.changed(row.ownerUid);
      }
    });
  }

  /** A TaskTemplate was made or changed. */
  seen(cluster: Cluster, resource: TemplateResource): void {
    this.inTurn(async () => {
      const { metadata } = resource;
      const instance = metadata.labels[INSTANCE_LABEL];
      if (instance !== undefined && instance !== cluster.instance) return;
      const row = await this.options.resources.byUid(metadata.uid);
      const template =
        row && (await this.options.resources.template(row.ownerUid));
      const said = readSaid(resource);
      if (template && !(said instanceof Error)) {
        const hash = hashOf(said);
        if (hash === hashOf(saidOf(template)) && hash === row.specHash) return;
      }
      await this.settle(cluster, metadata, template, row);
    });
  }

  /** A TaskTemplate was deleted. */
  deleted(cluster: Cluster, { metadata }: TemplateResource): void {
    this.writer.forget(metadata.uid);
    this.inTurn(async () => {
      const row = await this.options.resources.byUid(metadata.uid);
      if (!row) return;
      const template = await this.options.resources.template(row.ownerUid);
      await this.settle(cluster, metadata, template, row);
    });
  }

  /** Resolves when all that was told before is done. */
  async settled(): Promise<void> {
    await this.queue;
  }

  private inTurn(work: () => Promise<void>): void {
    this.queue = this.queue.then(work).catch(error => {
      this.options.logger.warn(
        `Following a TaskTemplate failed: ${stringifyError(error)}`,
      );
    });
  }

  /** Brings a template and its resource, as they are now, to the same. */
  private async settle(
    cluster: Cluster,
    place: Place,
    template: Template | undefined,
    row: StoredResource | undefined,
  ): Promise<void> {
    const { resources, templates } = this.options;
    const resource = await this.writer.read(cluster, place);
    const isOurs =
      resource?.metadata.labels[INSTANCE_LABEL] === cluster.instance;
    if (!resource || resource.metadata.deletionTimestamp) {
      if (template && row && !row.gone) {
        await templates.delete(
          template.uid,
          appliedRecord('template-delete', {
            project: template.project,
            detail: template.name,
          }),
        );
        await resources.remove(row);
      } else if (template)
        await this.writer.create(cluster, place.namespace, template);
      else if (row) await resources.remove(row);
      return;
    }
    const linked = template ?? (await this.templateOf(cluster, resource));
    if (!linked) {
      // It was deleted in the portal, or is new here.
      if (isOurs) await this.writer.delete(cluster, resource.metadata);
      else await this.take(cluster, resource);
      return;
    }
    await this.compare(cluster, resource, linked, row);
  }

  /** Whichever side is no longer as agreed was changed. */
  private async compare(
    cluster: Cluster,
    resource: TemplateResource,
    template: Template,
    row: StoredResource | undefined,
  ): Promise<void> {
    const said = readSaid(resource);
    if (said instanceof Error) {
      await this.writer.tell(cluster, resource, said.message);
      return;
    }
    const [ofStore, ofResource] = [hashOf(saidOf(template)), hashOf(said)];
    let agreed = ofStore;
    if (ofStore !== ofResource && ofResource === row?.specHash) {
      if (said.name !== template.name) {
        // A resource cannot be given another name.
        await this.writer.delete(cluster, resource.metadata);
        await this.writer.create(
          cluster,
          resource.metadata.namespace,
          template,
        );
        return;
      }
      await this.writer.write(cluster, resource, template);
    } else if (ofStore !== ofResource) {
      if (!(await this.update(cluster, resource, template, said))) return;
      agreed = ofResource;
    }
    await this.writer.link(cluster, resource, template, agreed);
    await this.writer.tellUse(cluster, resource, template);
  }

  private async update(
    cluster: Cluster,
    resource: TemplateResource,
    template: Template,
    { name, body }: Said,
  ): Promise<boolean> {
    try {
      this.options.check(body);
    } catch (error) {
      await this.writer.tell(cluster, resource, messageOf(error));
      return false;
    }
    const updated = await this.options.templates.update(
      template.uid,
      name,
      body,
      appliedRecord('template-update', {
        project: template.project,
        detail: template.name,
      }),
    );
    if (updated !== 'nameTaken') return updated !== undefined;
    await this.writer.tell(
      cluster,
      resource,
      `The name '${name}' is taken by another template of the project`,
    );
    return false;
  }

  /** Makes a template of a resource that was applied by hand. */
  private async take(
    cluster: Cluster,
    resource: TemplateResource,
  ): Promise<void> {
    const { ownerOf, templates, check } = this.options;
    const { namespace } = resource.metadata;
    const owner = await ownerOf(cluster, namespace);
    // What that portal says of it is not ours to write over.
    if (owner === 'anotherPortal') return;
    if (!owner) {
      const message = `The namespace '${namespace}' is that of no project of this portal`;
      // It may be a project's of another portal, whose words these then are.
      if (isAnswered(resource, message)) return;
      await this.writer.tell(cluster, resource, message);
      return;
    }
    if (owner.owner === undefined) {
      await this.writer.tell(
        cluster,
        resource,
        `Nobody is named for whom templates are made here: set 'kubernetes.owner' of project '${owner.project}' in the portal's configuration`,
      );
      return;
    }
    const said = readSaid(resource);
    try {
      if (said instanceof Error) throw said;
      check(said.body);
    } catch (error) {
      await this.writer.tell(cluster, resource, messageOf(error));
      return;
    }
    const { project, owner: createdBy } = owner;
    const { name } = said;
    const made = await templates.create(
      { ...said.body, uid: randomUUID(), project, name, createdBy },
      appliedRecord('template-create', {
        project,
        onBehalfOf: createdBy,
        detail: name,
      }),
    );
    const template = made ?? (await templates.get(project, name));
    if (!template) throw new Error(`The template '${name}' is gone`);
    // One of the name that was there before has a resource of its own, or else gets this one.
    if (!made && (await this.options.resources.get('template', template.uid))) {
      await this.writer.tell(
        cluster,
        resource,
        `The name '${name}' is taken by another template of the project`,
      );
      return;
    }
    await this.compare(cluster, resource, template, undefined);
  }

  /** The template that a resource of ours says it is. */
  private async templateOf(
    cluster: Cluster,
    { metadata }: TemplateResource,
  ): Promise<Template | undefined> {
    if (metadata.labels[INSTANCE_LABEL] !== cluster.instance) return undefined;
    const uid = metadata.annotations[UID_ANNOTATION];
    return uid ? this.options.resources.template(uid) : undefined;
  }
}

function messageOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
