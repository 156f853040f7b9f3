export { editorconfig } from './editorconfig';
