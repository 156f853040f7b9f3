import { cmake } from './cmake';
import type { Ecosystem } from './Ecosystem';
import { editorconfig } from './editorconfig';
import { go } from './go';
import { gradle } from './gradle';
import { javascript } from './javascript';
import { just } from './just';
import { make } from './make';
import { maven } from './maven';
import { meson } from './meson';
import { php } from './php';
import { precommit } from './precommit';
import { python } from './python';
import { ruby } from './ruby';
import { rust } from './rust';
import { shellEcosystem } from './shellEcosystem';
import { taskfile } from './taskfile';
import { ToolIndex } from './trace';

/** All ecosystems. To add one is to copy the shape of `javascript/` and add it here. */
export const ecosystems: readonly Ecosystem[] = [
  editorconfig,
  precommit,
  javascript,
  python,
  go,
  rust,
  maven,
  gradle,
  ruby,
  php,
  cmake,
  meson,
  make,
  just,
  taskfile,
  shellEcosystem,
];

/** The programs of all ecosystems. */
export const toolIndex = new ToolIndex(ecosystems);
