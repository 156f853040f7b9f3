import {
  checkKinds,
  type RunSpec,
} from '@background-tasks/plugin-background-tasks-common';
import type { TreeFiles } from '../git';
import { cachedFiles } from './cachedFiles';
import { readCi } from './ci';
import { commandValidator, traceCommand } from './commandValidator';
import type { Convention } from './Ecosystem';
import { planAddedCommand } from './evidence/added';
import {
  candidatesOfCi,
  type Candidate,
  type Findings,
} from './evidence/candidates';
import { addConventions, chooseOfCi } from './evidence/choose';
import { planConfigured } from './evidence/configured';
import { readChecksFile } from './evidence/repositoryFile';
import { planCandidate, planSetup } from './plan';
import { ecosystems, toolIndex } from './registry';
import type { Trace } from './trace';
import type { PlannedCommand, ValidationPlan, Validator } from './Validator';

/** A plan, and for each of its commands what knows it. */
export type DiscoveredPlan = {
  plan: ValidationPlan;
  validatorOf(
    command: Pick<PlannedCommand, 'command' | 'directory'>,
  ): Validator;
};

/** What others than the repository say about its checks. */
export type CheckSettings = Pick<
  RunSpec['validation'],
  'replace' | 'annotated' | 'commands'
>;

const NOTHING: Trace = {
  ...{ words: [], directory: '', leaves: [], refusals: [], setups: [] },
  definition: new Map(),
  ecosystems: new Set(),
  uncertain: false,
};
const NO_FINDINGS: Findings = { candidates: [], refused: [], setups: [] };

/**
 * Looks for the checks of a repository: the project's setting, the repository's own file, the catalog entity's
 * annotation, or what its CI runs together with the conventions of its ecosystems. The task's own commands are added.
 * Reads files, runs nothing.
 *
 * @throws ChecksFileError where the repository's own file is wrong
 */
export async function discoverChecks(
  tree: TreeFiles,
  settings: CheckSettings = {},
): Promise<DiscoveredPlan> {
  const files = cachedFiles(tree);
  const own = await readChecksFile(files);
  const configured = configuredCommands(settings, own?.commands);
  const found = configured ? undefined : await findChecks(files);
  const commands =
    configured ??
    (await Promise.all(
      (found?.chosen ?? []).map(one => planCandidate(files, one)),
    ));
  const known = new Set(commands.map(({ command }) => command));
  for (const command of new Set(settings.commands ?? [])) {
    if (!known.has(command)) commands.push(planAddedCommand(command));
  }
  const traces = new Map<string, Trace>();
  for (const command of commands) {
    traces.set(keyOf(command), await traceCommand(files, command));
  }
  const dependencies = await planSetup(
    files,
    commands,
    traces,
    found?.findings ?? NO_FINDINGS,
  );
  const plan: ValidationPlan = {
    ...dependencies,
    ...(own?.setup && { setup: own.setup }),
    commands: inOrder(dependencies.commands, found?.chosen ?? []),
    notChosen: notChosen(found?.findings ?? NO_FINDINGS, commands),
  };
  return {
    plan,
    validatorOf: command =>
      commandValidator(traces.get(keyOf(command)) ?? NOTHING),
  };
}

/** What a person is told was looked for. */
export function describeSearch(): string {
  return ecosystems.map(({ looksFor }) => looksFor).join('; ');
}

function configuredCommands(
  { replace, annotated }: CheckSettings,
  own: PlannedCommand[] | undefined,
): PlannedCommand[] | undefined {
  if (replace) return planConfigured(replace, "the project's setting");
  if (own) return own;
  if (!annotated) return undefined;
  return planConfigured(annotated, 'annotation of the catalog entity');
}

async function findChecks(
  files: TreeFiles,
): Promise<{ chosen: Candidate[]; findings: Findings }> {
  const tracer = { files, tools: toolIndex };
  const actions = ecosystems.flatMap(one => one.actions ?? []);
  const findings = await candidatesOfCi(tracer, await readCi(files, actions));
  const chosen = chooseOfCi(findings.candidates);
  const conventions: Convention[] = [];
  for (const ecosystem of ecosystems) {
    conventions.push(...(await ecosystem.conventions(files)));
  }
  await addConventions(tracer, chosen, conventions, findings.refused);
  return { chosen, findings };
}

/**
 * What is cheap first. A build comes before the tests where CI runs it before them, else at the end.
 */
function inOrder(
  commands: readonly PlannedCommand[],
  chosen: readonly Candidate[],
): PlannedCommand[] {
  const build = chosen.findIndex(({ kind }) => kind === 'build');
  const test = chosen.findIndex(({ kind }) => kind === 'test');
  const first =
    build >= 0 && build < test && chosen[build].reason === chosen[test].reason;
  const weight = ({ kind }: PlannedCommand) =>
    kind === 'build' && first ? 0.5 : checkKinds.indexOf(kind);
  return [...commands].sort((a, b) => weight(a) - weight(b));
}

const MAX_NOT_CHOSEN = 30;
/** Reasons why something that looks like a check is none. */
const WORTH_SAYING: ReadonlySet<string> = new Set([
  'it rewrites files',
  'it never ends',
  'it needs a browser or a service',
]);

function notChosen(
  { refused }: Findings,
  commands: readonly PlannedCommand[],
): ValidationPlan['notChosen'] {
  const seen = new Set(commands.map(({ command }) => command));
  const worth = refused.filter(({ command, why }) => {
    if (!WORTH_SAYING.has(why)) return false;
    if (seen.has(command)) return false;
    seen.add(command);
    return true;
  });
  return worth.slice(0, MAX_NOT_CHOSEN);
}

function keyOf({
  command,
  directory = '',
}: Pick<PlannedCommand, 'command' | 'directory'>): string {
  return `${directory}\0${command}`;
}
