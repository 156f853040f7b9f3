import type { ResourceStore } from '../../../store';
import type { Template } from '../../../templates';
import { INSTANCE_LABEL, isConflict, type Cluster } from '../clusters';
import {
  CREATOR_ANNOTATION,
  CREATOR_LABEL,
  labelValue,
  UID_ANNOTATION,
} from './labels';
import { condition } from './presentSession';
import { ResourceApi, type Place } from './ResourceApi';
import { parseTemplate, type TemplateResource } from './resources';
import { hashOf, saidOf, specOf } from './templateSaid';

const KIND = 'TaskTemplate' as const;

/** Reads and writes TaskTemplates, and remembers what both sides say. */
export class TemplateWriter {
  /** What was said of those that are wrong. */
  private readonly told = new Map<string, string>();

  constructor(
    private readonly options: {
      resources: ResourceStore;
    },
  ) {}

  async read(
    cluster: Cluster,
    place: Place,
  ): Promise<TemplateResource | undefined> {
    return parseTemplate(await this.api(cluster).get(KIND, place));
  }

  /** It is gone: what was said of it counts no more. */
  forget(uid: string): void {
    this.told.delete(uid);
  }

  /** Makes the resource of a template, or finds the one that is there. */
  async create(
    cluster: Cluster,
    namespace: string,
    template: Template,
  ): Promise<void> {
    const said = saidOf(template);
    let raw: unknown;
    try {
      raw = await this.api(cluster).create(
        KIND,
        { namespace, name: template.name, ...marksOf(cluster, template) },
        specOf(said),
      );
    } catch (error) {
      if (!isConflict(error)) throw error;
      raw = await this.api(cluster).get(KIND, {
        namespace,
        name: template.name,
      });
    }
    const resource = parseTemplate(raw);
    if (!resource) return;
    await this.link(cluster, resource, template, hashOf(said));
    await this.tellUse(cluster, resource, template);
  }

  /** Writes what a template says over what its resource said. */
  async write(
    cluster: Cluster,
    resource: TemplateResource,
    template: Template,
  ): Promise<void> {
    const spec = specOf(saidOf(template));
    const gone = Object.keys(resource.spec).filter(key => !(key in spec));
    await this.api(cluster).patch(KIND, resource.metadata, {
      spec: { ...spec, ...Object.fromEntries(gone.map(key => [key, null])) },
    });
  }

  /** Marks the resource as ours, and remembers what both say. */
  async link(
    cluster: Cluster,
    { metadata }: TemplateResource,
    template: Template,
    specHash: string,
  ): Promise<void> {
    const { namespace, name, uid } = metadata;
    await this.options.resources.put({
      kind: 'template',
      ownerUid: template.uid,
      cluster: cluster.name,
      namespace,
      name,
      uid,
      specHash,
      synced: true,
      gone: false,
    });
    if (metadata.annotations[UID_ANNOTATION] === template.uid) return;
    await this.api(cluster).patch(KIND, metadata, {
      metadata: marksOf(cluster, template),
    });
  }

  /** Tells how often the template was used, and that it is followed. */
  async tellUse(
    cluster: Cluster,
    { metadata }: TemplateResource,
    template: Template,
  ): Promise<void> {
    this.told.delete(metadata.uid);
    await this.api(cluster).patchStatus(KIND, metadata, () => ({
      usageCount: template.usageCount,
      lastUsed:
        template.lastUsedAt === null
          ? null
          : new Date(template.lastUsedAt).toISOString(),
      conditions: [
        condition(
          'Accepted',
          'True',
          'Followed',
          `It is the template '${template.name}' of project '${template.project}'`,
          template.createdAt,
          metadata.generation,
        ),
      ],
    }));
  }

  /** Tells what is wrong with a resource, once. */
  async tell(
    cluster: Cluster,
    { metadata }: TemplateResource,
    message: string,
  ): Promise<void> {
    const said = `${metadata.generation} ${message}`;
    if (this.told.get(metadata.uid) === said) return;
    await this.api(cluster).patchStatus(KIND, metadata, () => ({
      conditions: [
        condition(
          'Accepted',
          'False',
          'Invalid',
          message,
          Date.now(),
          metadata.generation,
        ),
      ],
    }));
    this.told.set(metadata.uid, said);
  }

  /** Deletes a resource, if it is still that one. */
  async delete(
    cluster: Cluster,
    { namespace, name, uid }: Place & { uid: string },
  ): Promise<void> {
    await this.api(cluster).delete(KIND, { namespace, name }, uid);
  }

  private api(cluster: Cluster): ResourceApi {
    return new ResourceApi(cluster);
  }
}

function marksOf(cluster: Cluster, template: Template) {
  return {
    labels: {
      [INSTANCE_LABEL]: cluster.instance,
      [CREATOR_LABEL]: labelValue(template.createdBy),
    },
    annotations: {
      [CREATOR_ANNOTATION]: template.createdBy,
      [UID_ANNOTATION]: template.uid,
    },
  };
}
