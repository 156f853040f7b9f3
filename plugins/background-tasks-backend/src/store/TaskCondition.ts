import type { Knex } from 'knex';

/** A condition on tasks. */
export type TaskCondition =
  | { allOf: TaskCondition[] }
  | { anyOf: TaskCondition[] }
  | { not: TaskCondition }
  | { creators: string[] }
  | { projects: string[] }
  | { entityRefs: string[] };

/** Adds a condition to a query of tasks. */
export function whereCondition(
  query: Knex.QueryBuilder,
  condition: TaskCondition,
): void {
  query.where(nested => {
    if ('allOf' in condition) {
      for (const each of condition.allOf) whereCondition(nested, each);
    } else if ('anyOf' in condition) {
      // None of none is true: the empty list holds for no task.
      nested.whereIn('tasks.uid', []);
      for (const each of condition.anyOf) {
        nested.orWhere(or => whereCondition(or, each));
      }
    } else if ('not' in condition) {
      nested.whereNot(not => whereCondition(not, condition.not));
    } else if ('creators' in condition) {
      nested.whereIn('tasks.creator', condition.creators);
    } else if ('projects' in condition) {
      nested.whereIn('tasks.project', condition.projects);
    } else {
      // A task for no entity must be false here and not unknown, or its negation would be unknown too.
      nested
        .whereNotNull('tasks.entity_ref')
        .whereIn('tasks.entity_ref', condition.entityRefs);
    }
  });
}
