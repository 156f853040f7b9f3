import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from './repositoryRoot';

/** What is known only when a system starts. */
export type AppConfigOptions = {
  /** Where the generated files go. */
  directory: string;
  portal: { url: string; backendUrl: string; backendPort: number };
  github: { host: string; apiUrl: string; token: string };
  repositoryUrl: string;
  workspaces: { directory: string; path: string; environment: string[] };
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
  await mkdir(join(directory, 'database'), { recursive: true });
  const component = await writeCatalogFile(directory, options.repositoryUrl);
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
      ],
    },
    catalog: {
      locations: [
        {
          type: 'file',
          target: join(repositoryRoot, 'examples/catalog/org.yaml'),
        },
        { type: 'file', target: component },
      ],
    },
    backgroundTasks: {
      executors: { local: { directory: workspaces.directory } },
      runner: { path: workspaces.path, environment: workspaces.environment },
    },
  };
  // JSON is YAML.
  const file = join(directory, 'app-config.generated.yaml');
  await writeFile(file, JSON.stringify(config, undefined, 2));
  return file;
}

async function writeCatalogFile(
  directory: string,
  repositoryUrl: string,
): Promise<string> {
  const template = await readFile(
    join(repositoryRoot, 'examples/catalog/sample-service.yaml'),
    'utf8',
  );
  const file = join(directory, 'sample-service.yaml');
  await writeFile(
    file,
    template.replaceAll(`\${SAMPLE_REPOSITORY_URL}`, repositoryUrl),
  );
  return file;
}
