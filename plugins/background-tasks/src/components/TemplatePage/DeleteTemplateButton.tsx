import type { TaskTemplate } from '@background-tasks/plugin-background-tasks-common';
import { useNavigate } from 'react-router-dom';
import { useDeleteTaskTemplate } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords, type Words } from '../../useWords';
import { ConfirmButton, useToast } from '../common';

/** Deletes a template once the user has confirmed it. */
export function DeleteTemplateButton(props: { template: TaskTemplate }) {
  const { template } = props;
  const t = useWords();
  const tell = useToast();
  const remove = useDeleteTaskTemplate(template);
  const navigate = useNavigate();
  const paths = usePaths();
  const name = template.displayName;
  const start = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        tell(t('templates.delete.done', { template: name }));
        navigate(paths.templates());
      },
    });
  return (
    <ConfirmButton
      label={t(
        remove.isPending
          ? 'templates.delete.running'
          : 'templates.delete.action',
      )}
      look={{ variant: 'outlined' }}
      busy={remove.isPending}
      question={{
        title: t('templates.delete.title', { template: name }),
        text: whatBecomes(template.statistics, t),
        yes: t('templates.delete.confirm'),
        no: t('templates.delete.keep'),
      }}
      onConfirm={start}
      failure={
        remove.isError
          ? { title: t('templates.delete.failed'), error: remove.error }
          : undefined
      }
      onDismiss={() => remove.reset()}
    />
  );
}

function whatBecomes(
  { tasks, active }: TaskTemplate['statistics'],
  t: Words,
): string {
  if (tasks === 0) return t('templates.delete.unused');
  return active === 0
    ? t('templates.delete.used', { count: tasks })
    : t('templates.delete.usedActive', {
        count: tasks,
        active: String(active),
      });
}
