import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { toolchainFolders } from './toolchainFolders';

describe('toolchainFolders', () => {
  let home: string;

  beforeEach(() => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'toolchains-'));
  });
  afterEach(() => {
    fs.rmSync(home, { recursive: true, force: true });
  });

  it('names what is there, where the environment or the home has it, and nothing else', () => {
    const elsewhere = path.join(home, 'opt', 'rustup');
    fs.mkdirSync(elsewhere, { recursive: true });
    fs.mkdirSync(path.join(home, '.pyenv'));
    fs.mkdirSync(path.join(home, '.cargo'));
    fs.writeFileSync(path.join(home, '.volta'), 'no folder');

    expect(
      toolchainFolders(
        {
          RUSTUP_HOME: elsewhere,
          ASDF_DATA_DIR: path.join(home, 'nowhere'),
          SECRET: elsewhere,
        },
        home,
      ),
    ).toEqual({
      RUSTUP_HOME: elsewhere,
      PYENV_ROOT: path.join(home, '.pyenv'),
    });
  });
});
