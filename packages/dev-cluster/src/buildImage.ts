import { runScriptWell } from './runScript';

/**
 * Builds an image for the pods of the test cluster, which must be up. With a cluster that
 * `BACKGROUND_TASKS_TEST_KUBECONFIG` names nothing is built: an image of this tag has to be there.
 *
 * @param options.folder the absolute path of the folder with the Dockerfile, which begins with `ARG BASE`
 * @param options.tag such as `localhost/some-name:test`
 * @param options.buildArgs for its `ARG`s
 * @returns the tag, for a Pod with `imagePullPolicy: IfNotPresent`
 */
export async function buildImage(options: {
  folder: string;
  tag: string;
  buildArgs?: Readonly<Record<string, string>>;
}): Promise<string> {
  const { folder, tag, buildArgs = {} } = options;
  if (process.env.BACKGROUND_TASKS_TEST_KUBECONFIG) return tag;
  return await runScriptWell('image', [
    ...['build', folder, tag],
    ...Object.entries(buildArgs).flatMap(([name, value]) => [
      '--build-arg',
      `${name}=${value}`,
    ]),
  ]);
}
