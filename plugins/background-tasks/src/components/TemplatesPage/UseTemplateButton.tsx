import type { TaskTemplate } from '@background-tasks/plugin-background-tasks-common';
import { useMayNotCreate } from '../../hooks/useMayNotCreate';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { GuardedLinkButton } from '../common';

/** Leads from a template in a list to the form for a task with it. */
export function UseTemplateButton(props: { template: TaskTemplate }) {
  const { project, name, displayName } = props.template;
  const t = useWords();
  return (
    <GuardedLinkButton
      to={usePaths().newTask({ project, template: name })}
      refusal={useMayNotCreate(project)}
      variant="outlined"
      size="small"
      aria-label={t('templates.useOf', { template: displayName })}
    >
      {t('templates.use')}
    </GuardedLinkButton>
  );
}
