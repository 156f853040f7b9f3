import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Config } from '@backstage/config';
import { z } from 'zod';

const CONFIG_FILE = 'app-config.yaml';

const connectionSchema = z.union([
  z.string(),
  z.object({
    directory: z.string().optional(),
    filename: z.string().optional(),
  }),
]);

/**
 * The folders where the portal keeps what is its own: its program with its configuration, its user's files, and its
 * database where that is one of files. Where other users may read them, the workspaces could as well.
 */
export function portalFolders(config: Config): string[] {
  const program = ancestorsOf(process.cwd()).find(folder =>
    existsSync(path.join(folder, CONFIG_FILE)),
  );
  return [
    program ?? process.cwd(),
    os.homedir(),
    ...configFiles(process.argv).map(file => path.dirname(path.resolve(file))),
    ...databaseFolders(config),
  ].filter(folder => path.dirname(folder) !== folder);
}

/** Of SQLite: the folder of a database per plugin, or that of the one file of all. */
function databaseFolders(config: Config): string[] {
  const database = config.getOptionalConfig('backend.database');
  if (!database) return [];
  const plugins = database.getOptionalConfig('plugin');
  const owners = [
    database,
    ...(plugins?.keys() ?? []).flatMap(id => plugins?.getConfig(id) ?? []),
  ];
  return owners.flatMap(owner => {
    // As a whole: of several files one may have a text there, and another an object.
    const connection = connectionSchema.safeParse(
      owner.getOptional('connection'),
    ).data;
    const client =
      owner.getOptionalString('client') ?? database.getOptionalString('client');
    if (!client?.includes('sqlite') || connection === undefined) return [];
    if (typeof connection === 'string') return folderOfFile(connection);
    const { directory, filename } = connection;
    return [
      ...(directory === undefined ? [] : [path.resolve(directory)]),
      ...(filename === undefined ? [] : folderOfFile(filename)),
    ];
  });
}

function folderOfFile(file: string): string[] {
  return file === ':memory:' ? [] : [path.dirname(path.resolve(file))];
}

/** As Backstage takes them: `--config <file or URL>`, any number of times. */
function configFiles(args: readonly string[]): string[] {
  return args
    .flatMap((arg, index) => {
      if (arg.startsWith('--config=')) return [arg.slice('--config='.length)];
      const value = args[index + 1];
      return arg === '--config' && value !== undefined ? [value] : [];
    })
    .filter(file => !/^https?:/.test(file));
}

function ancestorsOf(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestorsOf(parent)];
}
