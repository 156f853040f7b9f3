import { createHash } from 'node:crypto';

/** A namespace is a DNS label of at most 63 characters; this leaves room for prefix and hash. */
const MAX_SLUG = 36;

/** `background-tasks-<slug>-<6 characters of the hash of the project's name>`. */
export function namespaceOf(project: string): string {
  const slug = project
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG)
    .replace(/^-+|-+$/g, '');
  const hash = createHash('sha256').update(project).digest('hex').slice(0, 6);
  return ['background-tasks', slug, hash].filter(Boolean).join('-');
}
