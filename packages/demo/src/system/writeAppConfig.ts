import type { JsonObject } from '@backstage/types';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { repositoryRoot } from './repositoryRoot';

/** What is known only when a system starts. */
export type AppConfigOptions = {
  /** Where the generated files go. */
  directory: string;
  portal: { url: string; backendUrl: string; backendPort: number };
  github: { host: string; apiUrl: string; token: string };
  /** Further integrations with GitHub. */
  moreGithub?: JsonObject[];
  repositoryUrl: string;
  /** Addresses of repositories that get a plain component each. */
  moreRepositories?: string[];
  /** Further entities of the catalog. */
  moreEntities?: JsonObject[];
  workspaces: {
    directory: string;
    /** Left out, they have the PATH of where they are. */
    path?: string;
    environment: string[];
  };
};

/**
 * Writes the configuration of one system, to be laid over `app-config.yaml`, and the catalog file that it names.
 *
 * @returns the path of the file
 */
export async function writeAppConfig(
  options: AppConfigOptions,
): Promise<string> {
  const { directory, portal, github, workspaces } = options;
  // Tasks run on the same machine: none of this is theirs to read.
  await mkdir(join(directory, 'database'), { recursive: true, mode: 0o700 });
  const components = await writeCatalogFile(directory, options);
  const config = {
    app: { baseUrl: portal.url },
    backend: {
      baseUrl: portal.backendUrl,
      listen: { host: '127.0.0.1', port: portal.backendPort },
      cors: { origin: portal.url },
      database: {
        client: 'better-sqlite3',
        connection: { directory: join(directory, 'database') },
      },
    },
    integrations: {
      github: [
        {
          host: github.host,
          apiBaseUrl: github.apiUrl,
          token: github.token,
        },
        ...(options.moreGithub ?? []),
      ],
    },
    catalog: {
      rules: [{ allow: ['Component', 'Group', 'User', 'Template'] }],
      locations: [
        {
          type: 'file',
          target: join(repositoryRoot, 'examples/catalog/org.yaml'),
        },
        { type: 'file', target: components },
        {
          type: 'file',
          target: join(repositoryRoot, 'examples/templates/*.yaml'),
        },
      ],
    },
    backgroundTasks: {
      executors: { local: { directory: workspaces.directory } },
      runner: { path: workspaces.path, environment: workspaces.environment },
    },
  };
  // JSON is YAML.
  const file = join(directory, 'app-config.generated.yaml');
  await writeFile(file, JSON.stringify(config, undefined, 2), { mode: 0o600 });
  return file;
}

async function writeCatalogFile(
  directory: string,
  options: AppConfigOptions,
): Promise<string> {
  const template = await readFile(
    join(repositoryRoot, 'examples/catalog/sample-service.yaml'),
    'utf8',
  );
  const sample = template.replaceAll(
    `\${SAMPLE_REPOSITORY_URL}`,
    options.repositoryUrl,
  );
  const more = [
    ...(options.moreRepositories ?? []).map(component),
    ...(options.moreEntities ?? []),
  ].map(entity => JSON.stringify(entity));
  const file = join(directory, 'catalog.yaml');
  await writeFile(file, [sample, ...more].join('\n---\n'));
  return file;
}

function component(url: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: basename(url),
      annotations: { 'backstage.io/source-location': `url:${url}` },
    },
    spec: { type: 'library', lifecycle: 'production', owner: 'developers' },
  };
}
