import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { isAway } from './isAway';
import { RefetchOnSignals } from './RefetchOnSignals';

const MAX_RETRIES = 1;
const RETRY_DELAY_MS = 500;

/** Holds the server state for the hooks of this plugin. @public */
export function BackgroundTasksQueryProvider(props: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <RefetchOnSignals />
      {props.children}
    </QueryClientProvider>
  );
}

function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Asking again does not change a refusal.
        retry: (failures, error) => failures < MAX_RETRIES && isAway(error),
        retryDelay: RETRY_DELAY_MS,
      },
      mutations: { retry: false },
    },
  });
}
