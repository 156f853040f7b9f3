import type { TaskAccess } from './TaskAccess';

/** Of whom nothing is asked: what they may was settled where they come from. */
export const fullAccess: Pick<
  TaskAccess,
  'may' | 'mayReadTemplate' | 'mayWithEach' | 'readable' | 'readableTemplates'
> = {
  may: async () => true,
  mayReadTemplate: async () => true,
  mayWithEach: async tasks => tasks.map(() => ({ cancel: true, retry: true })),
  readable: async () => undefined,
  readableTemplates: async () => undefined,
};
