import {
  createExtension,
  createExtensionDataRef,
  createFrontendModule,
  createTranslationMessages,
  createTranslationResource,
  type TranslationResource,
} from '@backstage/frontend-plugin-api';
import { backgroundTasksMessages } from '../messages';
import { backgroundTasksTranslationRef } from '../translation';

const LANGUAGE = 'el';
const LETTERS = 'αβγδεζηθικλμνξοπρστυφχψωϑϕ';

/** As portals take them: by the id of the data. */
const resourceData = createExtensionDataRef<TranslationResource>().with({
  id: 'core.translation.translation',
});

/** A portal in a language whose words have no Latin letter: each letter of ours stands for another one. */
export const anotherLanguage = createFrontendModule({
  pluginId: 'app',
  extensions: [
    createExtension({
      kind: 'translation',
      name: LANGUAGE,
      attachTo: { id: 'api:app/translations', input: 'translations' },
      output: [resourceData],
      factory: () => [
        resourceData(
          createTranslationResource({
            ref: backgroundTasksTranslationRef,
            translations: {
              [LANGUAGE]: async () => ({
                default: createTranslationMessages({
                  ref: backgroundTasksTranslationRef,
                  messages: translated(backgroundTasksMessages),
                }),
              }),
            },
          }),
        ),
      ],
    }),
  ],
});

/** The configuration of that portal. */
export const anotherLanguageConfig = {
  app: {
    baseUrl: 'http://localhost:3000',
    extensions: [
      {
        'api:app/app-language': {
          config: {
            defaultLanguage: LANGUAGE,
            availableLanguages: ['en', LANGUAGE],
          },
        },
      },
    ],
  },
  backend: { baseUrl: 'http://localhost:7007' },
};

type Messages = { readonly [key: string]: string | Messages };

function translated(messages: Messages, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(messages).flatMap(([key, message]) =>
      typeof message === 'string'
        ? [[`${prefix}${key}`, withOtherLetters(message)]]
        : Object.entries(translated(message, `${prefix}${key}.`)),
    ),
  );
}

/** What is filled in stays as it is. */
export function withOtherLetters(message: string): string {
  return message.replace(/\{\{[^}]*\}\}|[a-z]/gi, part => {
    if (part.length > 1) return part;
    const lower = part.toLowerCase();
    const other = LETTERS[lower.charCodeAt(0) - 'a'.charCodeAt(0)];
    return part === lower ? other : other.toUpperCase();
  });
}
