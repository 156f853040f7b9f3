import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const CONFIG_FILE = 'app-config.yaml';

/**
 * The folders where the portal keeps what is its own: its program with its configuration, and its user's files. Where
 * other users may read them, the workspaces could as well.
 */
export function portalFolders(): string[] {
  const program = ancestorsOf(process.cwd()).find(folder =>
    existsSync(path.join(folder, CONFIG_FILE)),
  );
  return [
    program ?? process.cwd(),
    os.homedir(),
    ...configFiles(process.argv).map(file => path.dirname(path.resolve(file))),
  ].filter(folder => path.dirname(folder) !== folder);
}

/** As Backstage takes them: `--config <file or URL>`, any number of times. */
function configFiles(args: readonly string[]): string[] {
  return args
    .flatMap((arg, index) => {
      if (arg.startsWith('--config=')) return [arg.slice('--config='.length)];
      const value = args[index + 1];
      return arg === '--config' && value !== undefined ? [value] : [];
    })
    .filter(file => !/^https?:/.test(file));
}

function ancestorsOf(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestorsOf(parent)];
}
