import type { TreeFiles } from '../../git';
import type { Ecosystem } from '../Ecosystem';
import { pythonActions } from './actions';
import { pythonConventions } from './conventions';
import { narrowPython } from './narrow';
import { findProject, runPrefix } from './project';
import { setUpPython } from './setup';
import { pythonTools } from './tools';

/** Repositories that pip, uv, Poetry, PDM or Hatch installs. */
export const python: Ecosystem = {
  id: 'python',
  looksFor: 'the environments of tox and nox, and the tools of pyproject.toml',
  tools: pythonTools,
  actions: pythonActions,
  conventions: pythonConventions,
  setup: setUpPython,
  narrow: narrowPython,

  async programPrefix(files: TreeFiles, directory: string) {
    const project = await findProject(files, directory);
    return project ? runPrefix(project).trim() : '';
  },
};
