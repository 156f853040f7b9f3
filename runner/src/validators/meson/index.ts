export { meson } from './meson';
