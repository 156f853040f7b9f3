import { LinkButton } from '@backstage/core-components';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useBackgroundTasksProjects } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';

/** Leads from a task that succeeded to the template that is made from it, for those who may make one. */
export function MakeTemplateButton(props: { task: BackgroundTask }) {
  const { project, name, status } = props.task;
  if (status !== 'Completed') return null;
  return <Button project={project} task={name} />;
}

function Button(props: { project: string; task: string }) {
  const { project, task } = props;
  const t = useWords();
  const paths = usePaths();
  const projects = useBackgroundTasksProjects();
  const may = projects.data?.items.find(({ name }) => name === project)?.may;
  if (!may?.manageTemplates) return null;
  return (
    <LinkButton
      to={paths.newTemplate({ project, fromTask: task })}
      variant="outlined"
    >
      {t('task.makeTemplate')}
    </LinkButton>
  );
}
