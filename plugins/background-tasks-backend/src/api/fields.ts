import {
  taskStatuses,
  type TaskStatus,
} from '@background-tasks/plugin-background-tasks-common';
import { invalid } from '../tasks';

/** `git check-ref-format`: what a branch name may not have. */
const badBranch =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /^[-/.]|[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\.lock(\/|$)|[./]$|^@$/;

/** @throws InputError that names the field, where git would not take the name for a branch */
export function checkBranch(field: string, branch: string): string {
  if (badBranch.test(branch)) {
    throw invalid(
      field,
      `'${branch.slice(0, 100)}' is not a name that git allows for a branch`,
    );
  }
  return branch;
}

/** @throws InputError that names the field, where there is nothing but white space */
export function checkFilled(field: string, text: string): string {
  if (text.trim() === '') throw invalid(field, 'must not be empty');
  return text;
}

/**
 * `https://host/owner/name` of the address of a repository.
 *
 * @throws InputError that names the field
 */
export function normalizeRepositoryUrl(field: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const parts = url?.pathname.split('/').filter(part => part !== '') ?? [];
  const [owner, name] = parts;
  const plain =
    url !== undefined &&
    ['https:', 'http:'].includes(url.protocol) &&
    ![url.username, url.password, url.search, url.hash].some(Boolean) &&
    parts.length === 2 &&
    parts.every(part => /^[A-Za-z0-9._-]+$/.test(part) && !/^\.+$/.test(part));
  if (!plain) {
    throw invalid(
      field,
      `'${value.slice(
        0,
        100,
      )}' must be the address of a repository, such as https://github.com/owner/name`,
    );
  }
  return `${url.origin}/${owner}/${name.replace(/\.git$/, '')}`;
}

/**
 * A time of a query in ms since 1970: the schema knows its form, but not how many days a month has.
 *
 * @throws InputError that names the field
 */
export function readTime(field: string, value: string): number {
  const time = Date.parse(value);
  if (Number.isNaN(time)) {
    throw invalid(
      field,
      `'${value}' is no time that there is; give one such as 2026-01-31T00:00:00Z`,
    );
  }
  return time;
}

const statusByName = new Map<string, TaskStatus>(
  taskStatuses.map(status => [status.toLowerCase(), status]),
);

/** The statuses of a query, in any case. @throws InputError for others */
export function readStatuses(values: string[] | undefined): TaskStatus[] {
  return (values ?? []).map(value => {
    const status = statusByName.get(value.toLowerCase());
    if (status) return status;
    throw invalid(
      'status',
      `'${value}' must be one of ${taskStatuses.join(', ')}`,
    );
  });
}
