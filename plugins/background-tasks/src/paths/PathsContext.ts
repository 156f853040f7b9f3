import { createContext } from 'react';

/** Where the pages are mounted, where that is not the plugin's own page, and what their forms begin with. */
export type PathsScope = {
  /** Without a slash at the end. */
  base: string;
  /** What the form for a new task is prefilled with. */
  newTask: Record<string, string>;
};

/** The nearest scope of links; undefined on the plugin's own page. */
export const PathsContext = createContext<PathsScope | undefined>(undefined);
