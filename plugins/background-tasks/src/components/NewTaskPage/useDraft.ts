import { useState } from 'react';
import { forgetDraft, keepDraft, readDraft } from './draft';
import type { NewTask } from './newTask';

/**
 * The values of the form, which outlive a reload.
 *
 * @param user - whose they are, as entity ref
 * @param query - the link that the form was opened by, as text
 * @param initial - what that link says
 */
export function useDraft(user: string, query: string, initial: NewTask) {
  const [kept] = useState(() => readDraft(user, query, initial));
  const [values, setValues] = useState(kept ?? initial);
  const [restored, setRestored] = useState(kept !== undefined);
  return {
    values,
    /** Whether these are those of an earlier visit. */
    restored,
    change: (changed: Partial<NewTask>) => {
      const next = { ...values, ...changed };
      setValues(next);
      keepDraft(user, query, next);
    },
    forget: () => forgetDraft(user),
    startAnew: () => {
      forgetDraft(user);
      setValues(initial);
      setRestored(false);
    },
  };
}
