import { ResponseError } from '@backstage/errors';
import { BackgroundTasksClient } from '@background-tasks/plugin-background-tasks-common';
import { setTimeout as delay } from 'node:timers/promises';

const TOKEN_LIFETIME_MS = 10 * 60_000;
const CATALOG_TIMEOUT_MS = 120_000;
const POLL_MS = 200;
const SAMPLE_RELATIONS = [
  ['component/default/sample-service', 'ownedBy'],
  ['group/default/developers', 'hasMember'],
  ['user/default/guest', 'memberOf'],
] as const;

/** The portal as its users reach it: over HTTP, with a token of theirs. */
export class Portal {
  readonly url: string;
  private readonly apiUrl: string;
  private readonly tokens = new Map<string, { token: string; until: number }>();

  /**
   * @param options - `url` is what a browser opens, `apiUrl` the backend's
   */
  constructor(options: { url: string; apiUrl: string }) {
    this.url = options.url;
    this.apiUrl = options.apiUrl;
  }

  /**
   * A Backstage token.
   *
   * @param user - the guest if left out; any other name works on a test backend alone
   */
  async token(user = 'guest'): Promise<string> {
    const known = this.tokens.get(user);
    if (known && known.until > Date.now()) return known.token;
    const token = await this.signIn(user);
    this.tokens.set(user, { token, until: Date.now() + TOKEN_LIFETIME_MS });
    return token;
  }

  /** The API client of one user. */
  client(user?: string): BackgroundTasksClient {
    return new BackgroundTasksClient({
      discoveryApi: {
        getBaseUrl: async pluginId => `${this.apiUrl}/api/${pluginId}`,
      },
      fetchApi: {
        fetch: async (input, init) => {
          const headers = new Headers(init?.headers);
          headers.set('authorization', `Bearer ${await this.token(user)}`);
          return fetch(input, { ...init, headers });
        },
      },
    });
  }

  /** Where a person finds a task. */
  taskUrl(ref: { project: string; name: string }): string {
    return `${this.url}/background-tasks/${ref.project}/${ref.name}`;
  }

  /**
   * Waits until the catalog has taken in the sample entities, without which no task is admitted.
   *
   * @param relations - of which entity each, and of which type
   */
  async untilCatalogReady(
    signal?: AbortSignal,
    relations: readonly (readonly [string, string])[] = SAMPLE_RELATIONS,
  ): Promise<void> {
    const deadline = Date.now() + CATALOG_TIMEOUT_MS;
    for (;;) {
      signal?.throwIfAborted();
      if (await this.hasRelations(relations)) break;
      if (Date.now() > deadline) {
        throw new Error(
          `The catalog has not taken in the sample entities after ${
            CATALOG_TIMEOUT_MS / 1000
          } s.`,
        );
      }
      await delay(POLL_MS);
    }
    // A token names the groups that its user was in when it was issued.
    this.tokens.clear();
  }

  private async hasRelations(
    relations: readonly (readonly [string, string])[],
  ): Promise<boolean> {
    for (const [entity, type] of relations) {
      if (!(await this.hasRelation(entity, type))) return false;
    }
    return true;
  }

  private async hasRelation(entity: string, type: string): Promise<boolean> {
    const response = await fetch(
      `${this.apiUrl}/api/catalog/entities/by-name/${entity}`,
      { headers: { authorization: `Bearer ${await this.token()}` } },
    );
    if (response.status === 404) return false;
    if (!response.ok) throw await ResponseError.fromResponse(response);
    const { relations } = await response.json();
    return (
      Array.isArray(relations) &&
      relations.some(relation => relation.type === type)
    );
  }

  private async signIn(user: string): Promise<string> {
    const provider = user === 'guest' ? 'guest' : 'test-user';
    const response = await fetch(
      `${this.apiUrl}/api/auth/${provider}/refresh`,
      { method: 'POST', headers: { 'x-test-user': user } },
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    const { backstageIdentity } = await response.json();
    return String(backstageIdentity.token);
  }
}
