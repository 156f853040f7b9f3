import { Link } from '@backstage/core-components';
import type { TaskTemplate } from '@background-tasks/plugin-background-tasks-common';
import { useTasksOfTemplate } from './useTasksOfTemplate';

/** How many tasks were made from a template, as link to them. */
export function TemplateUse(props: { template: TaskTemplate }) {
  const { template } = props;
  const tasksOf = useTasksOfTemplate();
  const { tasks, active } = template.statistics;
  if (tasks === 0) return <>Not used yet</>;
  const text = tasks === 1 ? '1 task' : `${tasks.toLocaleString()} tasks`;
  return (
    <>
      <Link
        to={tasksOf(template)}
        underline="always"
        aria-label={`${text} made from ${template.displayName}`}
      >
        {text}
      </Link>
      {active > 0 && `, ${active} active`}
    </>
  );
}
