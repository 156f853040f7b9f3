import { join } from 'node:path';
import type { Git } from '../../git';
import { PhaseFailure } from '../PhaseFailure';
import type { Candidates } from './findCandidates';
import { fromBytes, toBytes, toWords, type RawPath } from './names';
import type { WorkTree } from './walk';

/** @throws PhaseFailure where the change touches a submodule */
export function checkSubmodules(
  { touchedSubmodules }: WorkTree,
  { written, deleted }: Candidates,
) {
  const [path] = touchedSubmodules;
  if (path !== undefined) {
    throw new PhaseFailure(
      'validationFailed',
      `'${toWords(
        path,
      )}' is a submodule, which background tasks cannot change yet.`,
    );
  }
  if (written.has('.gitmodules') || deleted.includes('.gitmodules')) {
    throw new PhaseFailure(
      'validationFailed',
      "The change alters '.gitmodules': submodules are something that background tasks cannot change yet.",
    );
  }
}

/**
 * Looks at the attributes of the base and at those of the change: a file that either gives to Git LFS would have to
 * be uploaded there.
 *
 * @throws PhaseFailure where the change writes such a file
 */
export async function checkLfs(
  git: Git,
  repository: string,
  dir: string,
  trees: string[],
  written: RawPath[],
) {
  if (written.length === 0) return;
  for (const [index, tree] of trees.entries()) {
    const cached = git.with({
      GIT_DIR: repository,
      GIT_INDEX_FILE: join(dir, `attributes-${index}`),
    });
    await cached.run(['read-tree', tree], { cwd: dir });
    const answer = await cached.run(
      ['check-attr', '--cached', '-z', '--stdin', 'filter'],
      {
        cwd: dir,
        input: Buffer.concat(
          written.flatMap(path => [toBytes(path), Buffer.from([0])]),
        ),
      },
    );
    const fields = fromBytes(answer).split('\0');
    for (let at = 0; at + 2 < fields.length; at += 3) {
      if (fields[at + 2] !== 'lfs') continue;
      throw new PhaseFailure(
        'validationFailed',
        `'${toWords(
          fields[at],
        )}' is stored in Git LFS, which background tasks cannot change yet.`,
      );
    }
  }
}
