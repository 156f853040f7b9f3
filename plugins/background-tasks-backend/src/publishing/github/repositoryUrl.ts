import { InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';

/** What an address says about a repository, before GitHub was asked. */
export type RepositoryAddress = { host: string; owner: string; name: string };

// GitHub's own rules, with the underscore that logins of managed users have.
const OWNER = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?$/;
const NAME = /^[A-Za-z0-9._-]{1,100}$/;

/**
 * Reads `https://host/owner/name`, also with `.git`, a slash or `/tree/…` at the end, as source locations have it.
 *
 * @throws InputError naming the address and the remedy
 */
export function parseRepositoryUrl(
  value: string,
  integrations: ScmIntegrations,
): RepositoryAddress {
  const url = parseHttpUrl(value, integrations);
  if (url.username || url.password) {
    throw new InputError(
      `The repository URL must not hold credentials; configure them under 'integrations.github' and use '${url.origin}${url.pathname}'`,
    );
  }
  if (!integrations.github.byHost(url.host)) {
    throw new InputError(
      `The repository URL '${value}' is of the host '${
        url.host
      }', which is not configured; ${configuredHosts(integrations)}`,
    );
  }
  const [owner = '', rawName = '', view] = url.pathname
    .split('/')
    .slice(1)
    .filter((part, index) => index < 2 || part !== '');
  const name = rawName.replace(/\.git$/, '');
  const isView = view === undefined || view === 'tree' || view === 'blob';
  if (!isView || !OWNER.test(owner) || !isRepositoryName(name)) {
    throw new InputError(
      `The repository URL '${value}' names no repository; use the form '${url.origin}/owner/name'`,
    );
  }
  return { host: url.host, owner, name };
}

/** Whether GitHub could have a user of this login. */
export function isLogin(login: string): boolean {
  return OWNER.test(login);
}

function isRepositoryName(name: string): boolean {
  return NAME.test(name) && name !== '.' && name !== '..';
}

function parseHttpUrl(value: string, integrations: ScmIntegrations): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new InputError(
      `The repository URL '${value}' is not an http(s) address; use the form 'https://host/owner/name', ${configuredHosts(
        integrations,
      )}`,
    );
  }
  return url;
}

function configuredHosts(integrations: ScmIntegrations): string {
  const hosts = integrations.github
    .list()
    .map(integration => `'${integration.config.host}'`);
  return `configured under 'integrations.github' are ${hosts.join(', ')}`;
}
