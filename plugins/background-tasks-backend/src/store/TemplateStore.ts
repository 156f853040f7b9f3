import type {
  NewTemplate,
  Template,
  TemplateBody,
} from '../templates/Template';

/** The record of all templates. */
export interface TemplateStore {
  /** @returns undefined where the project has a template of this name */
  create(template: NewTemplate): Promise<Template | undefined>;
  get(project: string, name: string): Promise<Template | undefined>;
  /** Those of a project whose names come after one, by name; one page of them. */
  list(
    project: string,
    page: { after?: string; limit: number },
  ): Promise<{ items: Template[]; more: boolean }>;
  /** Replaces what a template says. @returns undefined where it is gone */
  update(
    uid: string,
    name: string,
    body: TemplateBody,
  ): Promise<Template | 'nameTaken' | undefined>;
  /** Deletes a template; its name is free again. One that is gone is fine. */
  delete(uid: string): Promise<void>;
}
