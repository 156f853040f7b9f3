import type {
  CountBackgroundTasksRequest,
  ListBackgroundTasksRequest,
} from '@background-tasks/plugin-background-tasks-common';
import { readCursors } from '../common/cursorTrail';
import { statusGroups, type StatusGroup } from './statusGroups';

/** Whose tasks are shown. */
export type Scope = 'mine' | 'groups' | 'all';

/** By what a list can be sorted. */
export type Sort = NonNullable<ListBackgroundTasksRequest['sort']>;

/** What the list is narrowed down by, as text; an empty one narrows nothing. */
export type ListFilters = {
  project: string;
  repository: string;
  template: string;
  provider: string;
  /** A day, `2026-11-21`, in the reader's time zone. */
  from: string;
  to: string;
};

/** The names of the filters, as they stand in the URL. */
export const filterNames = [
  'project',
  'repository',
  'template',
  'provider',
  'from',
  'to',
] as const satisfies readonly (keyof ListFilters)[];

/** All that decides what a list shows. */
export type ListParams = {
  scope: Scope;
  groups: StatusGroup['id'][];
  filters: ListFilters;
  search: string;
  sort: Sort;
  /** The cursors of the pages behind the first, up to the one that is shown: the way back. */
  cursors: string[];
};

const sorts: readonly Sort[] = ['-createdAt', 'createdAt', 'name', '-name'];

/**
 * What a URL asks for; what it gets wrong is left out.
 *
 * @param state - what the browser's history keeps with the URL
 */
export function readListParams(
  query: URLSearchParams,
  state: unknown,
): ListParams {
  const wanted = query.getAll('status');
  const text = (key: string) => query.get(key)?.trim() ?? '';
  const scope = text('scope');
  return {
    scope: scope === 'mine' || scope === 'groups' ? scope : 'all',
    groups: statusGroups.map(({ id }) => id).filter(id => wanted.includes(id)),
    filters: {
      project: text('project'),
      repository: text('repository'),
      template: text('template'),
      provider: text('provider'),
      from: dayOf(text('from')),
      to: dayOf(text('to')),
    },
    search: text('q').slice(0, 200),
    sort: sorts.find(sort => sort === text('sort')) ?? '-createdAt',
    cursors: readCursors(query, state),
  };
}

/** The request for what a URL asks for, but for statuses, order and page. */
export function filterOf(params: ListParams): CountBackgroundTasksRequest {
  const { scope, filters, search } = params;
  const { project, repository, template, provider, from, to } = filters;
  return {
    ...(scope !== 'all' && { scope }),
    ...(project && { project }),
    ...(isRepositoryUrl(repository) && { repository }),
    ...(template && { template }),
    ...(provider && { provider }),
    ...(from && { from: startOf(from, 0) }),
    ...(to && { to: startOf(to, 1) }),
    ...(search && { q: search }),
  };
}

/** Whether an address can be looked for: half of one would be refused. */
export function isRepositoryUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname } = new URL(text);
  return (
    /^https?:$/.test(protocol) &&
    pathname.split('/').filter(Boolean).length === 2
  );
}

function dayOf(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
    ? text
    : '';
}

function startOf(day: string, later: number): string {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
