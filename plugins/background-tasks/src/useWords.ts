import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { backgroundTasksTranslationRef } from './translation';

/** This plugin's words in the language of the portal. */
export function useWords() {
  return useTranslationRef(backgroundTasksTranslationRef).t;
}

/** Gives the words for a key. */
export type Words = ReturnType<typeof useWords>;
