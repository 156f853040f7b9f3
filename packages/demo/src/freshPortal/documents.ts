import type { FrontendSystem } from './createPortal';

/** What is done in a portal, as it is written down for people: sections of documents. */
export const documents: Record<
  FrontendSystem,
  readonly { file: string; section: string }[]
> = {
  new: [
    { file: 'README.md', section: 'Add it to your own Backstage' },
    {
      file: 'plugins/scaffolder-backend-module-background-tasks/README.md',
      section: 'Install',
    },
  ],
  legacy: [
    { file: 'README.md', section: 'Add it to your own Backstage' },
    { file: 'README.md', section: 'The legacy frontend system' },
  ],
};
