import type { TreeFiles } from '../../git';
import type {
  Convention,
  Ecosystem,
  EcosystemSetup,
  SetupUse,
} from '../Ecosystem';
import { foldersUp, join } from '../trace';
import type { SetupCommand } from '../Validator';
import { rakefileOf, readTasks } from './rakefile';
import { rubyTools } from './tools';

/** Gems go into the checkout: Bundler remembers it there too. */
const INSTALL = 'bundle config set --local path .bundle/gems && bundle install';

/** Repositories that Bundler installs. */
export const ruby: Ecosystem = {
  id: 'ruby',
  looksFor: 'the tasks of a Rakefile, RSpec and RuboCop',
  tools: rubyTools,

  async conventions(files): Promise<Convention[]> {
    const bundled = await files.has('Gemfile');
    const prefix = bundled ? 'bundle exec ' : '';
    const found: Convention[] = [];
    if (await files.has('.rubocop.yml')) {
      found.push({
        ...{ kind: 'lint', basis: 'default', reason: '.rubocop.yml' },
        command: `${prefix}rubocop`,
      });
    }
    const group = 'ruby test';
    const rakefile = await rakefileOf(files, '');
    const tasks = rakefile
      ? readTasks((await files.read(rakefile)) ?? '')
      : new Map();
    for (const name of ['test', 'spec']) {
      if (rakefile && tasks.has(name)) {
        found.push({
          ...{ kind: 'test', basis: 'declared', group },
          reason: `task ${name} of ${rakefile}`,
          command: `${prefix}rake ${name}`,
        });
      }
    }
    if (
      (await files.has('.rspec')) ||
      (await files.has('spec/spec_helper.rb'))
    ) {
      found.push({
        ...{
          kind: 'test',
          basis: 'default',
          group,
          reason: 'the specs for RSpec',
        },
        command: `${prefix}rspec`,
      });
    }
    return found;
  },

  async setup(
    files,
    { directories, commands }: SetupUse,
  ): Promise<EcosystemSetup> {
    const setup: SetupCommand[] = [];
    const pin = await pinOf(files);
    for (const directory of directories) {
      const folder = await bundleOf(files, directory);
      if (
        folder === undefined ||
        setup.some(one => (one.directory ?? '') === folder)
      )
        continue;
      const locked = await files.has(join(folder, 'Gemfile.lock'));
      setup.push({
        command: INSTALL,
        ...(folder && { directory: folder }),
        needs: ['bundle'],
        reason: join(folder, locked ? 'Gemfile.lock' : 'Gemfile'),
      });
    }
    return {
      setup,
      pins: setup.length > 0 || commands.length > 0 ? [pin] : [],
    };
  },

  async programPrefix(files, directory) {
    return (await bundleOf(files, directory)) === undefined
      ? ''
      : 'bundle exec';
  },
};

async function bundleOf(
  files: TreeFiles,
  directory: string,
): Promise<string | undefined> {
  for (const folder of foldersUp(directory)) {
    if (await files.has(join(folder, 'Gemfile'))) return folder;
  }
  return undefined;
}

async function pinOf(files: TreeFiles): Promise<string> {
  const own = (await files.read('.ruby-version'))?.trim().replace(/^ruby-/, '');
  if (own && /^\d[\w.]*$/.test(own)) return `ruby ${own}`;
  for (const path of await files.list()) {
    if (!/^[^/]+\.gemspec$/.test(path)) continue;
    const least = /required_ruby_version\s*=\s*["']>=\s*(\d[\d.]*)/.exec(
      (await files.read(path)) ?? '',
    )?.[1];
    if (least) return `ruby >=${least}`;
  }
  return 'ruby';
}
