import { runScriptWell } from './runScript';

/**
 * What service accounts have asked the API server of this machine's cluster since it is up, its own ones left out: a
 * line of JSON (`audit.k8s.io/v1`) for each answer.
 *
 * @throws Error where the cluster is one that was not started here
 */
export async function readAudit(): Promise<string[]> {
  if (process.env.BACKGROUND_TASKS_TEST_KUBECONFIG) {
    throw new Error('What others are asked is not written down here.');
  }
  return (await runScriptWell('audit')).split('\n').filter(Boolean);
}
