import type { ReactNode } from 'react';
import { useMayNotCreate } from '../../hooks/useMayNotCreate';
import { usePaths } from '../../paths';
import { GuardedLinkButton } from './GuardedLinkButton';

/** Leads to the form for a new task, or says why it does not. */
export function NewTaskButton(props: {
  /** With what the form begins. */
  prefilled?: Record<string, string>;
  variant?: 'contained' | 'outlined' | 'text';
  children: ReactNode;
}) {
  const { prefilled, variant, children } = props;
  return (
    <GuardedLinkButton
      to={usePaths().newTask(prefilled)}
      refusal={useMayNotCreate()}
      variant={variant}
    >
      {children}
    </GuardedLinkButton>
  );
}
