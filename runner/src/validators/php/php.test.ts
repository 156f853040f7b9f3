import {
  commandsOf,
  definitionOf,
  filesOf,
  notChosenOf,
  setupOf,
  workflow,
} from '../testing';

describe('the PHP ecosystem', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'scripts of Composer and tools of vendor/bin',
      {
        'composer.json':
          '{"name":"a/b","scripts":{"test":["@lint","@php vendor/bin/phpunit"],"lint":"phpcs"}}',
        ...workflow(
          'composer exec phpunit -- --group a',
          'composer test',
          'vendor/bin/phpstan analyse --no-progress',
          './vendor/bin/php-cs-fixer fix --dry-run --diff',
        ),
      },
      [
        'format: ./vendor/bin/php-cs-fixer fix --dry-run --diff',
        'typecheck: vendor/bin/phpstan analyse',
        'test: composer exec phpunit -- --group a',
        'test: composer test',
      ],
    ],
    [
      'what is configured where CI says nothing',
      {
        'composer.json': '{"name":"a/b"}',
        'phpunit.xml.dist': '',
        'phpstan.neon': '',
      },
      ['typecheck: vendor/bin/phpstan analyse', 'test: vendor/bin/phpunit'],
    ],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'fixer or reporter',
      {
        ...workflow(
          'vendor/bin/phpcbf',
          'vendor/bin/php-cs-fixer fix',
          'composer audit',
        ),
      },
      [
        'vendor/bin/phpcbf: it rewrites files',
        'vendor/bin/php-cs-fixer fix: it rewrites files',
      ],
    ],
  ])('runs no %s', async (_, files, reasons) => {
    expect(await commandsOf(filesOf(files))).toEqual([]);
    expect(await notChosenOf(filesOf(files))).toEqual(reasons);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'a script and its configuration, not dependencies',
      {
        'composer.json': '{"require":{"a/b":"1"},"scripts":{"test":"phpunit"}}',
        'phpunit.xml': 'x',
      },
      'composer test',
      ['script "test" of composer.json', 'phpunit.xml'],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect(await definitionOf(files, command)).toEqual(names);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'what the lockfile says',
      {
        'composer.json': '{"require":{"php":"^8.1"}}',
        'composer.lock': '',
        ...workflow('vendor/bin/phpunit'),
      },
      ['composer install --no-interaction --no-progress'],
    ],
  ])('sets up %s', async (_, files, commands) => {
    expect(await setupOf(files)).toEqual(commands);
  });
});
