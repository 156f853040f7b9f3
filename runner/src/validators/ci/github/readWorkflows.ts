import type { TreeFiles } from '../../../git';
import type { CiAction } from '../../Ecosystem';
import { CHECKOUT, resolveFolder } from '../../trace';
import { rankOfName, ranks, type CiLine } from '../CiLine';
import { tellingVariables } from '../tellingVariables';
import {
  fields,
  isMapping,
  items,
  readYaml,
  text,
  texts,
  type Value,
} from '../yaml';
import { interpolate, mayRun, type Contexts } from './expression';
import { combinations } from './matrix';

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const MAX_WORKFLOWS = 60;
const MAX_LINES = 1_500;
const MAX_DEPTH = 4;
const CHANGE_EVENTS = ['pull_request', 'pull_request_target', 'merge_group'];

/** What is known of a run for a pull request. */
const GITHUB: Value = {
  event_name: 'pull_request',
  ref: 'refs/pull/1/merge',
  ref_type: 'branch',
  workspace: CHECKOUT,
};

type Scope = {
  files: TreeFiles;
  actions: readonly CiAction[];
  lines: CiLine[];
  /** The runs of a matrix often run the same. */
  known: Set<string>;
};

type Place = {
  source: string;
  rank: number;
  contexts: Contexts;
  directory: string;
  variables: ReadonlyMap<string, string>;
  env: ReadonlyMap<string, string>;
  depth: number;
};

/** What the repository's GitHub workflows run for a change, job by job. */
export async function readWorkflows(
  files: TreeFiles,
  actions: readonly CiAction[],
): Promise<CiLine[]> {
  const scope: Scope = { files, actions, lines: [], known: new Set() };
  const paths = (await files.list()).filter(path => WORKFLOW.test(path));
  for (const path of paths.slice(0, MAX_WORKFLOWS)) {
    const workflow = fields(readYaml(await files.read(path)));
    const rank = rankOfEvents(workflow.on);
    if (rank === undefined) continue;
    const name = `${path.slice(path.lastIndexOf('/') + 1)} ${
      text(workflow.name) ?? ''
    }`;
    await readJobs(scope, workflow, {
      source: path,
      rank: Math.max(rank, rankOfName(name)),
      contexts: { github: GITHUB },
      depth: 0,
    });
  }
  return scope.lines;
}

/** undefined: it does not run for changes. */
function rankOfEvents(on: Value): number | undefined {
  const events = isMapping(on)
    ? new Map(Object.entries(on))
    : new Map(items(on).map(name => [text(name) ?? '', undefined]));
  if (CHANGE_EVENTS.some(name => events.has(name))) return ranks.usual;
  if (!events.has('push')) return undefined;
  const push = fields(events.get('push'));
  return push.tags && !push.branches ? undefined : ranks.push;
}

async function readJobs(
  scope: Scope,
  workflow: { [key: string]: Value },
  from: { source: string; rank: number; contexts: Contexts; depth: number },
): Promise<void> {
  for (const [id, value] of Object.entries(fields(workflow.jobs))) {
    const job = fields(value);
    const name = text(job.name) ?? '';
    const rank = Math.max(
      from.rank,
      rankOfName(id, name.replace(/\$\{\{.*?\}\}/g, '')),
      isMapping(job.services) ? ranks.services : ranks.usual,
    );
    const source = `${from.source}, job ${id}`;
    const runs = combinations(fields(job.strategy).matrix);
    for (const [matrix, system] of usualFirst(
      runs,
      job['runs-on'],
      from.contexts,
    )) {
      if (system === 'windows') continue;
      const contexts: Contexts = {
        ...from.contexts,
        matrix,
        runner: { os: system === 'macos' ? 'macOS' : 'Linux', arch: 'X64' },
      };
      const variables = new Map([
        ...variablesOf(workflow.env, contexts),
        ...variablesOf(job.env, contexts),
      ]);
      const inside = { ...contexts, env: Object.fromEntries(variables) };
      if (!mayRun(job.if, inside)) continue;
      if (isTrue(job['continue-on-error'], inside)) continue;
      const defaults = {
        ...texts(fields(workflow.defaults).run),
        ...texts(fields(job.defaults).run),
      };
      const place: Place = {
        source,
        rank: system === 'macos' ? Math.max(rank, ranks.otherSystem) : rank,
        contexts: inside,
        directory: defaults['working-directory'] ?? '',
        variables,
        env: new Map(),
        depth: from.depth,
      };
      await readCalled(scope, job, place);
      await readSteps(scope, job.steps, place);
    }
  }
}

/** A workflow of the repository that a job calls. */
async function readCalled(
  scope: Scope,
  job: { [key: string]: Value },
  { source, rank, contexts, depth }: Place,
): Promise<void> {
  const path = /^\.\/(.+\.ya?ml)$/.exec(text(job.uses) ?? '')?.[1];
  if (!path || depth >= MAX_DEPTH) return;
  const called = fields(readYaml(await scope.files.read(path)));
  const declared = fields(fields(called.on).workflow_call).inputs;
  await readJobs(scope, called, {
    source: `${source}, ${path}`,
    rank,
    contexts: {
      github: contexts.github,
      inputs: { ...defaultsOf(declared), ...given(job.with, contexts) },
    },
    depth: depth + 1,
  });
}

async function readSteps(scope: Scope, steps: Value, place: Place) {
  for (const value of items(steps)) {
    if (scope.lines.length >= MAX_LINES) return;
    const step = fields(value);
    const own = new Map(variablesOf(step.env, place.contexts));
    const variables = new Map([...place.variables, ...own]);
    const contexts = { ...place.contexts, env: Object.fromEntries(variables) };
    if (!mayRun(step.if, contexts)) continue;
    if (isTrue(step['continue-on-error'], contexts)) continue;
    const env = tellingVariables(place.variables, own);
    const inside: Place = { ...place, contexts, variables, env };
    const run = text(step.run);
    if (run === undefined) await readAction(scope, step, inside);
    else if (
      !/\b(?:pwsh|powershell|cmd|python)\b/.test(text(step.shell) ?? '')
    ) {
      addLine(
        scope,
        interpolate(run, contexts),
        inside,
        step['working-directory'],
      );
    }
  }
}

function addLine(
  { lines, known }: Scope,
  script: string,
  { source, rank, contexts, directory, variables, env }: Place,
  folder: Value,
): void {
  const path = interpolate(text(folder) ?? directory, contexts);
  const resolved = resolveFolder('', path || '.');
  if (resolved === undefined || path.includes('${')) return;
  const line = { script, source, rank, directory: resolved };
  const key = JSON.stringify([line, [...variables], [...env]]);
  if (known.has(key)) return;
  known.add(key);
  lines.push({
    ...line,
    variables: new Map([...variables, ['GITHUB_WORKSPACE', CHECKOUT]]),
    env,
  });
}

/** A step without a `run` line: an action of the repository's own, or one that is known. */
async function readAction(
  scope: Scope,
  step: { [key: string]: Value },
  place: Place,
): Promise<void> {
  const uses = text(step.uses) ?? '';
  const inputs = given(step.with, place.contexts);
  if (uses.startsWith('./')) {
    await readComposite(scope, uses.slice(2), inputs, place);
    return;
  }
  const name = uses.replace(/@.*$/, '').toLowerCase();
  const action = scope.actions.find(one => one.action.toLowerCase() === name);
  const command = action?.command(inputs);
  if (!action || !command) return;
  const folder = action.directoryInput && inputs[action.directoryInput];
  addLine(scope, command, { ...place, directory: '' }, folder || undefined);
}

async function readComposite(
  scope: Scope,
  folder: string,
  inputs: { [key: string]: string },
  place: Place,
): Promise<void> {
  if (place.depth >= MAX_DEPTH) return;
  const path = folder.replace(/\/+$/, '');
  for (const name of ['action.yml', 'action.yaml']) {
    const action = fields(readYaml(await scope.files.read(`${path}/${name}`)));
    const { steps } = fields(action.runs);
    if (!steps) continue;
    await readSteps(scope, steps, {
      ...place,
      directory: '',
      contexts: {
        ...place.contexts,
        inputs: { ...defaultsOf(action.inputs), ...inputs },
      },
      depth: place.depth + 1,
    });
    return;
  }
}

function defaultsOf(declared: Value): { [key: string]: Value } {
  return Object.fromEntries(
    Object.entries(fields(declared)).map(([name, input]) => [
      name,
      fields(input).default ?? '',
    ]),
  );
}

function given(inputs: Value, contexts: Contexts): { [key: string]: string } {
  return Object.fromEntries(
    Object.entries(texts(inputs)).map(([name, value]) => [
      name,
      interpolate(value, contexts),
    ]),
  );
}

/** What is unknown stays unset. */
function variablesOf(env: Value, contexts: Contexts): [string, string][] {
  return Object.entries(texts(env)).flatMap(([name, value]) => {
    const known = interpolate(value, contexts);
    return known.includes('${') ? [] : [[name, known]];
  });
}

function isTrue(value: Value, contexts: Contexts): boolean {
  const source = text(value);
  return source !== undefined && interpolate(source, contexts) === 'true';
}

/** The runs of a job with their operating system, Linux first. */
function usualFirst(
  runs: readonly { [key: string]: Value }[],
  runsOn: Value,
  contexts: Contexts,
): [{ [key: string]: Value }, 'linux' | 'macos' | 'windows'][] {
  const found = runs.map(
    (matrix): [typeof matrix, 'linux' | 'macos' | 'windows'] => {
      const labels = items(isMapping(runsOn) ? runsOn.labels : runsOn);
      const names = labels
        .map(label => interpolate(text(label) ?? '', { ...contexts, matrix }))
        .join(' ');
      if (/windows/i.test(names)) return [matrix, 'windows'];
      return [matrix, /mac/i.test(names) ? 'macos' : 'linux'];
    },
  );
  const weight = { linux: 0, macos: 1, windows: 2 };
  return found.sort(([, a], [, b]) => weight[a] - weight[b]);
}
