import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import path from 'node:path';
import { portalFolders } from './portalFolders';

describe('the folders of the portal', () => {
  const foldersWith = (database?: object) =>
    portalFolders(
      new ConfigReader(database === undefined ? {} : { backend: { database } }),
    );

  it.each<[string, object, string[]]>([
    [
      'a folder of databases',
      {
        client: 'better-sqlite3',
        connection: { directory: '/data/of-portal' },
      },
      ['/data/of-portal'],
    ],
    [
      'one file',
      { client: 'better-sqlite3', connection: './data/portal.sqlite' },
      [path.resolve('data')],
    ],
    [
      'a file of a plugin',
      {
        client: 'better-sqlite3',
        connection: ':memory:',
        plugin: { catalog: { connection: { filename: '/data/catalog.db' } } },
      },
      ['/data'],
    ],
    [
      'a server',
      { client: 'pg', connection: { host: 'db', database: 'portal' } },
      [],
    ],
  ])('are those of its database too: %s', (_, database, folders) => {
    const own = foldersWith().length;

    expect(foldersWith(database).slice(own)).toEqual(folders);
  });

  it('are found where one file of the configuration has a text, and a later one an object', () => {
    const database = (connection: JsonValue) => ({
      backend: { database: { client: 'better-sqlite3', connection } },
    });
    const config = ConfigReader.fromConfigs([
      { context: 'app-config.yaml', data: database(':memory:') },
      { context: 'later.yaml', data: database({ directory: '/data/sqlite' }) },
    ]);

    expect(portalFolders(config)).toContain('/data/sqlite');
  });
});
