export { jobOf } from './jobOf';
export { bundleMapsOf, secretsOf, specMapOf } from './objects';
export { BUNDLE_CONTAINER, TOOLCHAIN_CONTAINER } from './podOf';
export { namesOf, type RunFacts, type RunNames } from './RunFacts';
export { TOOLCHAIN } from './volumes';
