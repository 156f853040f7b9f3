import { useWords } from '../../useWords';

/** What a list that is searched while one types calls its parts. */
export function useAutocompleteWords() {
  const t = useWords();
  return {
    openText: t('common.choices.open'),
    closeText: t('common.choices.close'),
    clearText: t('common.choices.clear'),
    loadingText: t('common.choices.loading'),
    noOptionsText: t('common.choices.none'),
  };
}
