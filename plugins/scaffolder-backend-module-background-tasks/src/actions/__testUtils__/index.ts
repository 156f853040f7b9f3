export { FakeBackend } from './FakeBackend';
