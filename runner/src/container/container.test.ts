import {
  mkdtempSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMissing } from './findMissing';
import { joinParts } from './joinParts';
import { readContainerPhase } from './runInContainer';

describe('a phase in a container', () => {
  let folder: string;
  const environment = { ...process.env };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'container-'));
  });

  afterEach(() => {
    process.env = { ...environment };
    rmSync(folder, { recursive: true, force: true });
  });

  it('is told by its command line, and by nothing else', () => {
    expect(
      readContainerPhase(['agent', '--root', '/w', '--secrets', '/s']),
    ).toEqual({ phase: 'agent', root: '/w', secrets: '/s' });
    expect(readContainerPhase(['validate', '--root', '/w'])).toEqual({
      phase: 'validate',
      root: '/w',
    });
    expect(readContainerPhase(['publish', '--root', '/w'])).toBeUndefined();
    expect(readContainerPhase(['agent', '--root'])).toBeUndefined();
  });

  it('says what an image lacks, each in a sentence', async () => {
    process.env.PATH = join(folder, 'empty');
    process.env.HOME = join(folder, 'missing');
    const missing = await findMissing(folder);
    expect(missing).toEqual([
      "'sh' is not installed, or not in PATH.",
      "'git' is not installed, or not in PATH.",
      expect.stringContaining(`cannot write to ${folder}/missing`),
    ]);
  });

  it('finds nothing missing where git and a shell are', async () => {
    process.env.HOME = folder;
    await expect(findMissing(folder)).resolves.toEqual([]);
  });

  it('puts a file together whose parts were mounted apart', () => {
    const parts = join(folder, 'parts');
    mkdirSync(parts);
    writeFileSync(join(parts, 'part-0001'), 'b');
    writeFileSync(join(parts, 'part-0000'), 'a');
    mkdirSync(join(parts, '..data'));
    joinParts(parts, join(folder, 'whole'));
    expect(readFileSync(join(folder, 'whole'), 'utf8')).toBe('ab');
  });
});
