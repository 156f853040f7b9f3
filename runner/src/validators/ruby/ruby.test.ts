import {
  commandsOf,
  definitionOf,
  filesOf,
  notChosenOf,
  setupOf,
  workflow,
} from '../testing';

describe('the Ruby ecosystem', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'tasks of Rake by the libraries that make them',
      {
        Gemfile: '',
        Rakefile:
          'require "rspec/core/rake_task"\nRSpec::Core::RakeTask.new(:spec)\nRuboCop::RakeTask.new\ntask default: :spec\n',
        ...workflow('bundle exec rake', 'bundle exec rake rubocop'),
      },
      ['lint: bundle exec rake rubocop', 'test: bundle exec rake'],
    ],
    [
      'commands that tasks run',
      {
        Rakefile: "task(:spec) { ruby '-S rspec' }\ntask :default => :spec\n",
        ...workflow('rake'),
      },
      ['test: rake'],
    ],
    [
      'the usual where CI says nothing',
      { Gemfile: '', '.rubocop.yml': '', '.rspec': '' },
      ['lint: bundle exec rubocop', 'test: bundle exec rspec'],
    ],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'fixer, publisher or watcher',
      { ...workflow('rubocop -A', 'gem push a.gem', 'guard') },
      ['rubocop -A: it rewrites files', 'guard: it never ends'],
    ],
  ])('runs no %s', async (_, files, reasons) => {
    expect(await commandsOf(filesOf(files))).toEqual([]);
    expect(await notChosenOf(filesOf(files))).toEqual(reasons);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'a task and its configuration',
      { Rakefile: 'Rake::TestTask.new(:test)\n', 'test/test_helper.rb': 'x' },
      'rake test',
      ['task test of Rakefile', 'test/test_helper.rb'],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect(await definitionOf(files, command)).toEqual(names);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'the bundle, into the checkout',
      { Gemfile: '', ...workflow('bundle exec rspec') },
      ['bundle config set --local path .bundle/gems && bundle install'],
    ],
  ])('sets up %s', async (_, files, commands) => {
    expect(await setupOf(files)).toEqual(commands);
  });
});
