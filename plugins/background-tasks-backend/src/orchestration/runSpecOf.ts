import type {
  ParameterValue,
  RunSpec,
} from '@background-tasks/plugin-background-tasks-common';
import type { Run, Task } from '../tasks';

/** What the configuration says of the runs of one project. */
export type ProjectRunSettings = Pick<RunSpec, 'validation' | 'limits'>;

/** What the configuration says of all runs, and of those of some projects. */
export type RunSettings = ProjectRunSettings & {
  projects?: ReadonlyMap<string, ProjectRunSettings>;
};

/** What the agent's phase is told beside what the task says. */
export type AgentSpec = Omit<
  Partial<RunSpec['agent']>,
  'provider' | 'script' | 'environment' | 'repairRounds'
>;

/** What the phases of a run are told. */
export function runSpecOf(
  task: Task,
  run: Run,
  cloneUrl: string,
  settings: RunSettings,
  agent: AgentSpec = {},
): RunSpec {
  const { validation, limits } =
    settings.projects?.get(task.project) ?? settings;
  const { annotated, hooks } = task.validationSpec;
  const deadlineAt = task.deadlineAt ?? Date.now() + task.timeoutSeconds * 1000;
  return {
    version: 1,
    runUid: run.uid,
    task: {
      uid: task.uid,
      name: task.name,
      project: task.project,
      instructions: task.instructions,
    },
    deadline: new Date(deadlineAt).toISOString(),
    repository: { url: task.repositoryUrl, cloneUrl, branch: task.branch },
    agent: {
      ...agent,
      provider: task.provider,
      repairRounds: task.validationSpec.repairRounds,
      ...(task.script !== null && { script: task.script }),
      ...(task.parameters && { environment: environmentOf(task.parameters) }),
    },
    ...(hooks && { hooks }),
    limits,
    validation: {
      ...validation,
      ...(annotated && { annotated }),
      commands: task.validationSpec.commands,
      fileExists: task.validationSpec.fileExists,
      unchecked: task.validationSpec.unchecked,
    },
  };
}

/** Parameters reach a script by its environment alone: whatever they hold, it is never read as a part of the script. */
function environmentOf(
  parameters: Record<string, ParameterValue>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      `PARAM_${name}`,
      String(value),
    ]),
  );
}
