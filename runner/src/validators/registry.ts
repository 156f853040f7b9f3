import { npmValidator } from './npm';
import type { Validator } from './Validator';

/** All validators. To add one is to copy the shape of `npm/` and add it here. */
export const validators: readonly Validator[] = [npmValidator];
