import { runScript } from './runScript';

/**
 * Why this machine can have no cluster for tests, in one line.
 *
 * @returns undefined where it can, or where one is named in `BACKGROUND_TASKS_TEST_KUBECONFIG`
 */
export async function whyNoCluster(): Promise<string | undefined> {
  if (process.env.BACKGROUND_TASKS_TEST_KUBECONFIG) return undefined;
  const { code, stdout, stderr } = await runScript('why-not');
  if (code === 0) return undefined;
  return (stdout.trim() || stderr.trim()).split('\n')[0];
}
