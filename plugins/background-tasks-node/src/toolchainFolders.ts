import { statSync } from 'node:fs';
import path from 'node:path';

/**
 * Version managers whose programs in the PATH only start those of a folder below the user's home, and the variable
 * that names it where it is elsewhere.
 */
const MANAGERS: ReadonlyMap<string, string> = new Map([
  ['RUSTUP_HOME', '.rustup'],
  ['PYENV_ROOT', '.pyenv'],
  ['RBENV_ROOT', '.rbenv'],
  ['NODENV_ROOT', '.nodenv'],
  ['GOENV_ROOT', '.goenv'],
  ['JENV_ROOT', '.jenv'],
  ['VOLTA_HOME', '.volta'],
  ['ASDF_DATA_DIR', '.asdf'],
  ['MISE_DATA_DIR', '.local/share/mise'],
]);

/**
 * Where version managers of this machine keep the toolchains that programs in the PATH need, as variables for a
 * workspace: its phases have another HOME, where they would find none. These folders hold programs, not secrets;
 * Cargo's own, say, is not among them, as it may hold a token.
 *
 * @param home - the home of the user that the portal runs as
 * @public
 */
export function toolchainFolders(
  environment: Readonly<NodeJS.ProcessEnv>,
  home: string,
): Record<string, string> {
  const folders: Record<string, string> = {};
  for (const [name, folder] of MANAGERS) {
    const place = environment[name] ?? path.join(home, folder);
    if (isFolder(place)) folders[name] = place;
  }
  return folders;
}

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    return false;
  }
}
