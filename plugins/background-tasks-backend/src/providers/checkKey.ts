import type { AgentProvider } from '@background-tasks/plugin-background-tasks-node';
import type { ProviderSettings } from './readProviders';

const TIMEOUT_MS = 3_000;

/**
 * Why a provider's key is no good, for people. Only a refusal counts: a vendor that cannot be reached just now may be
 * reached later, and what a proxy does not know says nothing of the key.
 */
export async function checkKey(
  { id, credential }: AgentProvider,
  settings: ProviderSettings | undefined,
): Promise<string | undefined> {
  const path = credential?.keyCheckPath;
  const key = settings?.apiKey;
  if (!credential || !path || !key) return undefined;
  try {
    const response = await fetch(
      `${settings.baseUrl ?? credential.baseUrl}${path}`,
      {
        headers: headersOf(credential.dialects[0], key),
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
    );
    await response.body?.cancel();
    return response.status === 401 || response.status === 403
      ? `its API key was refused (status ${response.status}): check 'backgroundTasks.providers.${id}.apiKey'`
      : undefined;
  } catch {
    return undefined;
  }
}

function headersOf(
  dialect: string | undefined,
  key: string,
): Record<string, string> {
  if (dialect === 'anthropic') {
    return { 'x-api-key': key, 'anthropic-version': '2023-06-01' };
  }
  if (dialect === 'gemini') return { 'x-goog-api-key': key };
  return { authorization: `Bearer ${key}` };
}
