import {
  createTranslationRef,
  type TranslationRef,
} from '@backstage/frontend-plugin-api';
import { backgroundTasksMessages } from './messages';
import type { MessageKey, Messages } from './messageTypes';

/**
 * The words of this plugin's pages. Portals bring other languages with `createTranslationResource`.
 *
 * @public
 */
export const backgroundTasksTranslationRef = translationRef(
  backgroundTasksMessages,
);

// By their keys alone: the compiler takes far too long for the platform's own type of so many messages.
function translationRef(
  messages: Messages,
): TranslationRef<'background-tasks', { readonly [_ in MessageKey]: string }>;
function translationRef(messages: Messages): TranslationRef {
  return createTranslationRef({ id: 'background-tasks', messages });
}
