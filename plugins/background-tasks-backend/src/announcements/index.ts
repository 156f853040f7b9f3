export { createAnnouncements, type Announcements } from './createAnnouncements';
