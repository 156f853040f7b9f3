import type { Ecosystem } from './Ecosystem';
import { javascript } from './javascript';
import { shellEcosystem } from './shellEcosystem';
import { ToolIndex } from './trace';

/** All ecosystems. To add one is to copy the shape of `javascript/` and add it here. */
export const ecosystems: readonly Ecosystem[] = [javascript, shellEcosystem];

/** The programs of all ecosystems. */
export const toolIndex = new ToolIndex(ecosystems);
