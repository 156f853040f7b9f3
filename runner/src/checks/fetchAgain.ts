import { keepEnd, stripAnsi } from '../events';
import {
  folderOf,
  howItEnded,
  type CheckEnvironment,
} from './CheckEnvironment';
import { insist } from './insist';
import { isNetworkFailure } from './network';

const OUTPUT_MAX_CHARS = 7_000;
const OUTPUT_MAX_LINES = 60;

/** What a check downloads for itself cannot be had: it says nothing of the change, and nobody but the network failed. */
export class DownloadFailure extends Error {}

/**
 * Gets what checks download for themselves, where one of them says that it could not. Those words can be a test's own;
 * here no test runs, so that no test can pass its failure off as the network's. Where there is no command for it, or it
 * fails of anything but the network, the check is taken at its exit code.
 *
 * @returns whether it is worth running the check again
 * @throws DownloadFailure where the network fails here too, try after try
 */
export async function fetchAgain(
  environment: CheckEnvironment,
): Promise<boolean> {
  const { fetch = [], events, cwd, signal } = environment;
  let fetched = false;
  for (const one of fetch) {
    const folder = folderOf(cwd, one.directory);
    if (folder === undefined) continue;
    events.system(`A download failed: \`${one.command}\` tells why`);
    const result = await insist(one, folder, environment);
    if (signal.aborted) return false;
    fetched = true;
    if (result.exitCode === 0 || !isNetworkFailure(result.lastLines)) continue;
    const words = result.lastLines
      .slice(-OUTPUT_MAX_LINES)
      .map(stripAnsi)
      .join('\n')
      .trim();
    throw new DownloadFailure(
      `Downloading dependencies failed (\`${one.command}\`): ${keepEnd(
        words || howItEnded(result),
        OUTPUT_MAX_CHARS,
      )}`,
    );
  }
  return fetched;
}
