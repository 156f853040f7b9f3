import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';

const SHOWN_MS = 5_000;

/** Says what became of something that the user did, for some seconds. */
export function useToast(): (
  title: string,
  status?: 'info' | 'success' | 'warning',
) => void {
  const toastApi = useApi(toastApiRef);
  return useCallback(
    (title, status = 'info') => {
      toastApi.post({ title, status, timeout: SHOWN_MS });
    },
    [toastApi],
  );
}
