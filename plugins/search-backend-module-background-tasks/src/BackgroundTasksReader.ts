import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  BackgroundTasksClient,
  type ListSearchDocumentsResponse,
} from '@background-tasks/plugin-background-tasks-common';

const PLUGIN = 'background-tasks';

/** What the search needs of the Background Tasks backend, by its API. */
export class BackgroundTasksReader {
  constructor(
    private readonly options: {
      auth: AuthService;
      discovery: DiscoveryService;
    },
  ) {}

  /**
   * A page of the tasks of all projects, as the search itself.
   *
   * @throws ResponseError
   */
  async documents(
    limit: number,
    cursor: string | undefined,
  ): Promise<ListSearchDocumentsResponse> {
    const { auth, discovery } = this.options;
    const query = new URLSearchParams({ limit: String(limit) });
    if (cursor !== undefined) query.set('cursor', cursor);
    const baseUrl = await discovery.getBaseUrl(PLUGIN);
    // Tokens live for minutes, so each page gets a new one.
    const token = await this.tokenFor(await auth.getOwnServiceCredentials());
    const response = await fetch(`${baseUrl}/search/documents?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }

  /**
   * The names of the projects that somebody is a member of.
   *
   * @throws ResponseError
   */
  async projectsOf(credentials: BackstageCredentials): Promise<Set<string>> {
    const client = new BackgroundTasksClient({
      discoveryApi: this.options.discovery,
      fetchApi: { fetch },
    });
    const token = await this.tokenFor(credentials);
    const { items } = await client.listProjects({ token });
    return new Set(items.map(({ name }) => name));
  }

  private async tokenFor(onBehalfOf: BackstageCredentials): Promise<string> {
    const { token } = await this.options.auth.getPluginRequestToken({
      onBehalfOf,
      targetPluginId: PLUGIN,
    });
    return token;
  }
}
