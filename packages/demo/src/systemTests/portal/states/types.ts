import type { Page } from 'playwright-core';
import type { Answer } from '../../../browser/answers';

/** A page of the plugin in one of its states, and what brings it there. */
export type State = {
  name: string;
  path: string;
  /** What the portal answers to some calls in place of what it would. */
  answers?: readonly Answer[];
  /** Who looks at it: the guest, if nobody else is named. */
  user?: string;
  /** The plugin's part of a page that belongs to another one, as CSS selector. */
  part?: string;
  /** Waits until all is there, and opens what is closed. */
  show: (page: Page) => Promise<void>;
};
