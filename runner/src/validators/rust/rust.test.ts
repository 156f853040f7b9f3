import {
  commandsOf,
  definitionOf,
  filesOf,
  notChosenOf,
  setupOf,
  workflow,
} from '../testing';

describe('the Rust ecosystem', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'what CI calls, for this machine',
      {
        'Cargo.toml': '',
        ...workflow(
          'cargo fmt --all -- --check',
          'cargo clippy -- -D warnings',
          'cross test --locked --target=x86_64-unknown-linux-musl',
          'cargo +stable build --target wasm32-unknown-unknown',
        ),
      },
      [
        'format: cargo fmt --all -- --check',
        'lint: cargo clippy -- -D warnings',
        'test: cargo test --locked',
      ],
    ],
    [
      'each choice of features',
      {
        'Cargo.toml': '',
        ...workflow(
          'cargo test',
          'cargo test --verbose',
          'cargo test --no-default-features',
        ),
      },
      ['test: cargo test', 'test: cargo test --no-default-features'],
    ],
    [
      'the usual where CI says nothing',
      { 'Cargo.toml': '[workspace]\n' },
      [
        'format: cargo fmt --all -- --check',
        'lint: cargo clippy --workspace --all-targets -- -D warnings',
        'test: cargo test --workspace',
        'build: cargo build --workspace',
      ],
    ],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'formatter, watcher or publisher',
      { ...workflow('cargo fmt', 'cargo watch -x test', 'cargo publish') },
      ['cargo fmt: it rewrites files', 'cargo watch -x test: it never ends'],
    ],
  ])('runs no %s', async (_, files, reasons) => {
    expect(await commandsOf(filesOf(files))).toEqual([]);
    expect(await notChosenOf(filesOf(files))).toEqual(reasons);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'lints, not dependencies',
      {
        'Cargo.toml':
          '[dependencies]\na = "1"\n[lints.rust]\nunsafe_code = "deny"\n',
        'clippy.toml': 'x',
      },
      'cargo clippy',
      ['lints in Cargo.toml', 'clippy.toml'],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect(await definitionOf(files, command)).toEqual(names);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'what the lockfile says',
      { 'Cargo.toml': '', 'Cargo.lock': '', ...workflow('cargo test') },
      ['cargo fetch --locked'],
    ],
  ])('sets up %s', async (_, files, commands) => {
    expect(await setupOf(files)).toEqual(commands);
  });
});
