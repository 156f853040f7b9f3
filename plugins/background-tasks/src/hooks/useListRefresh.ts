import { useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';

/** Signals tell of changes of status; how far a task is, is looked up now and then. */
const WITH_SIGNALS_MS = 20_000;
const WITHOUT_SIGNALS_MS = 8_000;

/** After how many ms a list with active tasks is fetched again: rarely where the portal signals what changes. */
export function useListRefresh(): number {
  return useApiHolder().get(signalApiRef)
    ? WITH_SIGNALS_MS
    : WITHOUT_SIGNALS_MS;
}
