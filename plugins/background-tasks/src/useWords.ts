import {
  useTranslationRef,
  type TranslationFunction,
} from '@backstage/frontend-plugin-api';
import { backgroundTasksTranslationRef } from './translation';

/** Gives the words for a key. */
export type Words = TranslationFunction<
  (typeof backgroundTasksTranslationRef)['T']
>;

/** This plugin's words in the language of the portal. */
export function useWords(): Words {
  return useTranslationRef(backgroundTasksTranslationRef).t;
}
