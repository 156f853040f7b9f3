import {
  useTranslationRef,
  type TranslationRef,
} from '@backstage/frontend-plugin-api';
import type { JSX } from 'react';
import type { ValuesOf, WordKey } from './messageTypes';
import { backgroundTasksTranslationRef } from './translation';

/** Gives the words for a key, with values in place of the message's blanks. */
export interface Words {
  <Key extends WordKey>(key: Key, ...values: ValuesOf<string>[Key]): string;
  <Key extends WordKey>(
    key: Key,
    ...values: ValuesOf<string | JSX.Element>[Key]
  ): JSX.Element;
}

// Of any key: the platform's own type has the compiler look through all messages at every use, for minutes in all.
const anyKey: TranslationRef = backgroundTasksTranslationRef;

/** This plugin's words in the language of the portal. */
export function useWords(): Words {
  return useTranslationRef(anyKey).t;
}
