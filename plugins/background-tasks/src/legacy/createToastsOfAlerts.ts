import type { AlertApi } from '@backstage/core-plugin-api';
import type { ToastApi } from '@backstage/frontend-plugin-api';

const severities: Record<string, 'error' | 'info' | 'success' | 'warning'> = {
  danger: 'error',
  success: 'success',
  warning: 'warning',
};

/** Toasts where the portal has none: they are posted as the alerts that it has. */
export function createToastsOfAlerts(
  alertApi: AlertApi,
): Pick<ToastApi, 'post'> {
  return {
    post({ title, description, status }) {
      alertApi.post({
        message: [title, description].filter(isText).join(': '),
        severity: severities[status ?? 'neutral'] ?? 'info',
        display: 'transient',
      });
      // An alert goes by itself.
      return { close: () => undefined };
    },
  };
}

function isText(part: unknown): part is string {
  return typeof part === 'string' && part !== '';
}
