import { readingOf } from '../testing';
import type { CommandWords, PlannedCommand } from '../Validator';

// What the real programs print.
describe('failures of Rust tools', () => {
  it.each<
    [string, string, PlannedCommand['kind'], string[], Partial<CommandWords>]
  >([
    [
      'rustfmt',
      'cargo fmt --check',
      'format',
      ['Diff in src/lib.rs:1:', ' pub fn add(a: u64, b: u64) -> u64 {'],
      {
        failures: [
          {
            file: 'src/lib.rs',
            line: 1,
            message: 'is not laid out as rustfmt does it',
          },
        ],
      },
    ],
    [
      'Clippy',
      'cargo clippy -- -D warnings',
      'lint',
      [
        '    Checking rs v0.1.0 (/tmp/eco/rec/rs)',
        'error: unneeded `return` statement',
        ' --> src/lib.rs:2:5',
        '  |',
        '2 |     return a - b ;',
        '  |     ^^^^^^^^^^^^',
        '  |',
        '  = help: for further information visit https://rust-lang.github.io/rust-clippy/rust-1.95.0/index.html#needless_return',
        '  = note: `-D clippy::needless-return` implied by `-D warnings`',
        '  = help: to override `-D warnings` add `#[allow(clippy::needless_return)]`',
        'help: remove `return`',
        '  |',
        '2 -     return a - b ;',
        '2 +     a - b',
        '  |',
        '',
        'error: could not compile `rs` (lib) due to 1 previous error',
      ],
      {
        failures: [
          {
            file: 'src/lib.rs',
            line: 2,
            rule: 'needless_return',
            message: 'unneeded `return` statement',
          },
        ],
      },
    ],
    [
      'tests',
      'cargo test',
      'test',
      [
        '',
        'running 2 tests',
        'test tests::fine ... ok',
        'test tests::it_works ... FAILED',
        '',
        'failures:',
        '',
        '---- tests::it_works stdout ----',
        '',
        "thread 'tests::it_works' (4008) panicked at src/lib.rs:9:9:",
        'assertion `left == right` failed',
        '  left: 0',
        ' right: 4',
        'note: Some details are omitted, run with `RUST_BACKTRACE=full` for a verbose backtrace.',
        '',
        '',
        'failures:',
        '',
        'test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.08s',
        '',
        'error: test failed, to rerun pass `--lib`',
      ],
      {
        testCount: 2,
        failures: [
          {
            file: 'src/lib.rs',
            line: 9,
            rule: 'tests::it_works',
            message: 'assertion `left == right` failed',
          },
        ],
      },
    ],
    [
      'no test',
      'cargo test',
      'test',
      [
        'running 0 tests',
        '',
        'test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s',
      ],
      { ranNothing: true, testCount: 0 },
    ],
    [
      'the compiler',
      'cargo build',
      'build',
      [
        '   Compiling rs v0.1.0 (/tmp/eco/rec/rs)',
        'error[E0308]: mismatched types',
        ' --> src/lib.rs:2:12',
        '  |',
        '1 | pub fn add(a: u64, b: u64) -> u64 {',
        '  |                               --- expected `u64` because of return type',
        '2 |     return "x" ;',
        '  |            ^^^ expected `u64`, found `&str`',
        '',
        'For more information about this error, try `rustc --explain E0308`.',
        'error: could not compile `rs` (lib) due to 1 previous error',
      ],
      {
        failures: [
          {
            file: 'src/lib.rs',
            line: 2,
            rule: 'E0308',
            message: 'mismatched types',
          },
        ],
      },
    ],
  ])('are read of %s', async (_, command, kind, lines, expected) => {
    const words = await readingOf(command, lines.join('\n'), kind);

    expect(words).toMatchObject({ ranNothing: false, ...expected });
  });
});
