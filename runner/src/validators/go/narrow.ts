import type { Narrowed } from '../Ecosystem';
import { foldersWith, narrowModules, type Change } from '../modules';
import type { PlannedCommand } from '../Validator';
import { goTools } from './tools';

const REQUIRED = /^\s*(?:require\s+)?([\w.~-]+(?:\/[\w.~-]+)*)\s+v\d/gm;

/** In a repository of several modules: the checks of a module that a change does not touch are left out. */
export async function narrowGo(
  command: PlannedCommand,
  { paths, files }: Change,
): Promise<Narrowed> {
  const modules = (await foldersWith(files, 'go.mod')).map(
    ({ directory, text }) => ({
      name: /^module\s+(\S+)/m.exec(text)?.[1] ?? directory,
      directory,
      uses: [...text.matchAll(REQUIRED)].map(([, name]) => name),
    }),
  );
  return narrowModules(command, paths, { tools: goTools, modules });
}
