import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StepError } from '../bootstrap/processes.mjs';

const FILES = ['crds/agenticsessions-crd.yaml', 'crds/tasktemplates-crd.yaml'];
/** What says that a definition of one of these names is ours. */
const LABEL = 'background-tasks/crd';

/**
 * Installs the definitions of our Kubernetes resources, or brings them up to date. Where others have definitions of the
 * same names it changes nothing.
 *
 * @param {{ root: string }} context
 * @param {string[]} args `--kubeconfig FILE`, `--context NAME`; left out, as kubectl finds them
 */
export async function run({ root }, args) {
  const { values } = parseArgs({
    args,
    options: { kubeconfig: { type: 'string' }, context: { type: 'string' } },
  });
  const load = createRequire(
    join(root, 'plugins/background-tasks-backend/package.json'),
  );
  const yaml = load('yaml');
  const { KubeConfig } = load('@kubernetes/client-node');
  const kubeConfig = new KubeConfig();
  if (values.kubeconfig) kubeConfig.loadFromFile(values.kubeconfig);
  else kubeConfig.loadFromDefault();
  if (values.context) kubeConfig.setCurrentContext(values.context);

  const definitions = FILES.map(file =>
    yaml.parse(readFileSync(join(root, file), 'utf8')),
  );
  for (const { metadata } of definitions) {
    const there = await send(kubeConfig, 'GET', metadata.name);
    if (!there || there.metadata.labels?.[LABEL] === 'true') continue;
    throw new StepError(
      `The cluster has a definition '${metadata.name}' that is not ours (it lacks the label '${LABEL}'): nothing was changed.`,
      { remedy: 'Use another cluster, or remove what brought it there.' },
    );
  }
  for (const definition of definitions) {
    const { name } = definition.metadata;
    await send(kubeConfig, 'PATCH', name, definition);
    process.stdout.write(`installed: ${name}\n`);
  }
  return 0;
}

/** As it is: the typed client drops what it has no field for, such as the rules of a schema. */
async function send(kubeConfig, method, name, body) {
  const options = { method };
  await kubeConfig.applyToHTTPSOptions(options);
  const query = body ? '?fieldManager=background-tasks-install&force=true' : '';
  const url = `${
    kubeConfig.getCurrentCluster().server
  }/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}${query}`;
  if (body) {
    options.headers = {
      ...options.headers,
      'content-type': 'application/apply-patch+yaml',
    };
  }
  const { status, text } = await new Promise((resolve, reject) => {
    const sent = request(url, options, answer => {
      const chunks = [];
      answer.on('data', chunk => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
  if (status === 404 && !body) return undefined;
  if (status >= 300) {
    throw new StepError(`The API server answered ${status}: ${text}`);
  }
  return JSON.parse(text);
}
