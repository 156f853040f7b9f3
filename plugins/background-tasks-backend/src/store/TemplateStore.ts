import type {
  NewTemplate,
  Template,
  TemplateBody,
  TemplateStatistics,
} from '../templates/Template';
import type { AuditRecord } from './AuditStore';
import type { TaskCondition, TemplateCondition } from './TaskCondition';

/** The record of all templates. */
export interface TemplateStore {
  /**
   * Each change is stored with the record of who made it, in one transaction.
   *
   * @returns undefined where the project has a template of this name
   */
  create(
    template: NewTemplate,
    record: AuditRecord,
  ): Promise<Template | undefined>;
  get(project: string, name: string): Promise<Template | undefined>;
  /** Those of some projects that a condition holds for, by name and uid, that come after one; one page of them. */
  list(
    filter: { projects: string[]; visible: TemplateCondition | undefined },
    page: { after?: { name: string; uid: string }; limit: number },
  ): Promise<{ items: Template[]; more: boolean }>;
  /**
   * What came of the tasks made from templates, by the templates' uids: of those tasks that a condition holds for. A
   * template without tasks has none.
   */
  statistics(
    uids: string[],
    visible: TaskCondition | undefined,
  ): Promise<Map<string, TemplateStatistics>>;
  /** Replaces what a template says. @returns undefined where it is gone */
  update(
    uid: string,
    name: string,
    body: TemplateBody,
    record: AuditRecord,
  ): Promise<Template | 'nameTaken' | undefined>;
  /** Deletes a template; its name is free again. One that is gone is fine. */
  delete(uid: string, record: AuditRecord): Promise<void>;
}
