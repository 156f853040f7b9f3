import { useMemo, type ReactNode } from 'react';
import { PathsContext } from './PathsContext';

/** Keeps the links of all pages within it below another path: an entity's tab, say. */
export function PathsProvider(props: {
  /** Without a slash at the end. */
  base: string;
  /** The entity that the form for a new task is for. */
  entityRef: string;
  children: ReactNode;
}) {
  const { base, entityRef } = props;
  const scope = useMemo(
    () => ({ base, newTask: { entityRef } }),
    [base, entityRef],
  );
  return (
    <PathsContext.Provider value={scope}>
      {props.children}
    </PathsContext.Provider>
  );
}
