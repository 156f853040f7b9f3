/** What a table of tasks tells. */
export type Column =
  | 'status'
  | 'name'
  | 'project'
  | 'repository'
  | 'trigger'
  | 'template'
  | 'creator'
  | 'progress'
  | 'duration'
  | 'age';

/** The columns where there is room for all. */
export const allColumns: readonly Column[] = [
  'status',
  'name',
  'project',
  'repository',
  'trigger',
  'template',
  'creator',
  'progress',
  'duration',
  'age',
];

/** Where there is less room, the name's cell tells of project, trigger and template too. */
export const fewColumns: readonly Column[] = [
  'status',
  'name',
  'repository',
  'creator',
  'progress',
  'duration',
  'age',
];
