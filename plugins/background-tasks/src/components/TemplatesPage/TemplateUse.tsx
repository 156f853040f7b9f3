import { Link } from '@backstage/core-components';
import type { TaskTemplate } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import { useTasksOfTemplate } from './useTasksOfTemplate';

/** How many tasks were made from a template, as link to them. */
export function TemplateUse(props: { template: TaskTemplate }) {
  const { template } = props;
  const t = useWords();
  const tasksOf = useTasksOfTemplate();
  const { tasks, active } = template.statistics;
  if (tasks === 0) return <>{t('templates.notUsed')}</>;
  const link = (
    <Link
      to={tasksOf(template)}
      underline="always"
      aria-label={t('templates.tasksOf', {
        count: tasks,
        template: template.displayName,
      })}
    >
      {t('templates.tasks', { count: tasks })}
    </Link>
  );
  if (active === 0) return link;
  return t('templates.tasksActive', { tasks: link, active: String(active) });
}
