import { useMemo, type ReactNode } from 'react';
import { PathsContext } from './PathsContext';

/** Keeps the links of all pages within it below another path: an entity's tab, say. */
export function PathsProvider(props: {
  /** Without a slash at the end. */
  base: string;
  /** What the form for a new task begins with. */
  newTask: Record<string, string>;
  children: ReactNode;
}) {
  const { base, newTask } = props;
  const scope = useMemo(() => ({ base, newTask }), [base, newTask]);
  return (
    <PathsContext.Provider value={scope}>
      {props.children}
    </PathsContext.Provider>
  );
}
