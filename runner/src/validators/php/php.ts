import type { TreeFiles } from '../../git';
import { fields, text } from '../ci/yaml';
import type {
  Convention,
  Ecosystem,
  EcosystemSetup,
  SetupUse,
} from '../Ecosystem';
import { foldersUp, join } from '../trace';
import type { SetupCommand } from '../Validator';
import { readComposer } from './composer';
import { phpTools } from './tools';

const QUIETLY = '--no-interaction --no-progress';
/** Scripts under which a kind of check is found, the best first. */
const SCRIPTS: readonly [NonNullable<Convention['kind']>, readonly string[]][] =
  [
    [
      'format',
      ['cs:check', 'check-cs', 'cs-check', 'format:check', 'lint:cs', 'cs'],
    ],
    ['lint', ['lint', 'phpcs', 'check-style', 'style']],
    [
      'typecheck',
      ['phpstan', 'psalm', 'analyse', 'analyze', 'stan', 'static-analysis'],
    ],
    ['test', ['test', 'tests', 'phpunit', 'test:unit', 'unit']],
  ];
/** Configuration by which a tool shows that it is used. */
const CONFIGURED: readonly [NonNullable<Convention['kind']>, RegExp, string][] =
  [
    [
      'format',
      /^\.php-cs-fixer(?:\.dist)?\.php$/,
      'vendor/bin/php-cs-fixer fix --dry-run --diff',
    ],
    ['lint', /^\.?phpcs\.xml(?:\.dist)?$/, 'vendor/bin/phpcs'],
    [
      'typecheck',
      /^phpstan(?:\.dist)?\.neon(?:\.dist)?$/,
      'vendor/bin/phpstan analyse',
    ],
    ['typecheck', /^psalm\.xml(?:\.dist)?$/, 'vendor/bin/psalm'],
    ['test', /^phpunit(?:\.dist)?\.xml(?:\.dist)?$/, 'vendor/bin/phpunit'],
  ];

/** Repositories that Composer installs. */
export const php: Ecosystem = {
  id: 'php',
  looksFor: 'the scripts of composer.json, PHPUnit and PHPStan',
  tools: phpTools,
  actions: [
    {
      action: 'ramsey/composer-install',
      command: () => `composer install ${QUIETLY}`,
      directoryInput: 'working-directory',
    },
    {
      action: 'php-actions/composer',
      command: () => `composer install ${QUIETLY}`,
    },
    {
      action: 'php-actions/phpunit',
      command: ({ args = '' }) => `vendor/bin/phpunit ${args}`.trim(),
    },
    {
      action: 'php-actions/phpstan',
      command: ({ path = '' }) => `vendor/bin/phpstan analyse ${path}`.trim(),
    },
  ],

  async conventions(files): Promise<Convention[]> {
    const composer = await readComposer(files, '');
    const scripts = Object.keys(fields(composer.scripts));
    const found: Convention[] = [];
    for (const [kind, names] of SCRIPTS) {
      for (const name of names.filter(one => scripts.includes(one))) {
        found.push({
          ...{ kind, basis: 'declared', group: `php ${kind}` },
          command: `composer ${name}`,
          reason: `script "${name}" of composer.json`,
        });
      }
    }
    const paths = await files.list();
    for (const [kind, pattern, command] of CONFIGURED) {
      const reason = paths.find(path => pattern.test(path));
      if (!reason || composer.name === undefined) continue;
      found.push({
        ...{ kind, command, reason, basis: 'default' },
        group: `php ${kind}`,
      });
    }
    return found;
  },

  async setup(
    files,
    { directories, ci, commands }: SetupUse,
  ): Promise<EcosystemSetup> {
    const setup: SetupCommand[] = [];
    const folders = new Set<string>();
    let pin = 'php';
    for (const directory of directories) {
      const folder = await packageOf(files, directory);
      if (folder === undefined || folders.has(folder)) continue;
      folders.add(folder);
      pin = (await pinOf(files, folder)) ?? pin;
      const locked = await files.has(join(folder, 'composer.lock'));
      setup.push({
        command: `composer ${locked ? 'install' : 'update'} ${QUIETLY}`,
        ...(folder && { directory: folder }),
        needs: ['composer'],
        reason: join(folder, locked ? 'composer.lock' : 'composer.json'),
      });
    }
    for (const { command, reason, directory } of ci) {
      // Tools that have dependencies of their own.
      if (!/\bcomposer (?:bin|--working-dir|-d)\b/.test(command)) continue;
      setup.push({
        command,
        reason,
        needs: ['composer'],
        ...(directory && { directory }),
      });
    }
    return {
      setup,
      pins: setup.length > 0 || commands.length > 0 ? [pin] : [],
    };
  },
};

async function packageOf(
  files: TreeFiles,
  directory: string,
): Promise<string | undefined> {
  for (const folder of foldersUp(directory)) {
    if (await files.has(join(folder, 'composer.json'))) return folder;
  }
  return undefined;
}

/** `php >=8.1`, of `^8.1 || ^9`. */
async function pinOf(
  files: TreeFiles,
  folder: string,
): Promise<string | undefined> {
  const { require } = await readComposer(files, folder);
  const wanted = text(fields(require).php);
  const least = /(\d+(?:\.\d+)*)/.exec(wanted ?? '')?.[1];
  return least && `php >=${least}`;
}
