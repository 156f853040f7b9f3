import {
  appLanguageApiRef,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { useCallback, useSyncExternalStore } from 'react';

/** In which language and manner times are written: as the portal speaks, in the user's own variant of that. */
export function useLocale(): string | undefined {
  const api = useApiHolder().get(appLanguageApiRef);
  const subscribe = useCallback(
    (onChange: () => void) => {
      const subscription = api?.language$().subscribe(onChange);
      return () => subscription?.unsubscribe();
    },
    [api],
  );
  const language = useSyncExternalStore(
    subscribe,
    () => api?.getLanguage().language,
  );
  if (!language) return undefined;
  return (
    navigator.languages.find(each => each.split('-')[0] === language) ??
    language
  );
}
