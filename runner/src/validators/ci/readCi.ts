import type { TreeFiles } from '../../git';
import type { CiAction } from '../Ecosystem';
import type { CiLine } from './CiLine';
import { readWorkflows } from './github/readWorkflows';
import { readOtherCi } from './otherSystems';

/**
 * What the repository's CI runs for a change, the most telling lines first. Files of other CI systems are read where
 * there is no GitHub workflow that runs anything: an old file of theirs often stays behind.
 */
export async function readCi(
  files: TreeFiles,
  actions: readonly CiAction[],
): Promise<CiLine[]> {
  const workflows = await readWorkflows(files, actions);
  return workflows.length > 0 ? workflows : await readOtherCi(files);
}
