import type { Knex } from 'knex';

/** A condition on tasks. */
export type TaskCondition =
  | { allOf: TaskCondition[] }
  | { anyOf: TaskCondition[] }
  | { not: TaskCondition }
  | { creators: string[] }
  | { projects: string[] }
  | { entityRefs: string[] };

/** A condition on task templates. */
export type TemplateCondition =
  | { allOf: TemplateCondition[] }
  | { anyOf: TemplateCondition[] }
  | { not: TemplateCondition }
  | { creators: string[] }
  | { projects: string[] };

/** Where a condition finds what it is about. */
type Columns = { creators: string; projects: string; entityRefs?: string };

const ofTasks: Columns = {
  creators: 'tasks.creator',
  projects: 'tasks.project',
  entityRefs: 'tasks.entity_ref',
};

const ofTemplates: Columns = {
  creators: 'templates.created_by',
  projects: 'templates.project',
};

/** Adds a condition to a query of task templates. */
export function whereTemplateCondition(
  query: Knex.QueryBuilder,
  condition: TemplateCondition,
): void {
  whereCondition(query, condition, ofTemplates);
}

/** Adds a condition to a query of tasks. */
export function whereCondition(
  query: Knex.QueryBuilder,
  condition: TaskCondition,
  columns = ofTasks,
): void {
  query.where(nested => {
    if ('allOf' in condition) {
      for (const each of condition.allOf) {
        whereCondition(nested, each, columns);
      }
    } else if ('anyOf' in condition) {
      // None of none is true: the empty list holds for no task.
      nested.whereIn(columns.projects, []);
      for (const each of condition.anyOf) {
        nested.orWhere(or => whereCondition(or, each, columns));
      }
    } else if ('not' in condition) {
      nested.whereNot(not => whereCondition(not, condition.not, columns));
    } else if ('creators' in condition) {
      nested.whereIn(columns.creators, condition.creators);
    } else if ('projects' in condition) {
      nested.whereIn(columns.projects, condition.projects);
    } else if (columns.entityRefs) {
      // A task for no entity must be false here and not unknown, or its negation would be unknown too.
      nested
        .whereNotNull(columns.entityRefs)
        .whereIn(columns.entityRefs, condition.entityRefs);
    }
  });
}
