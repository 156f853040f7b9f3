import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { useCreateTaskTemplate } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { PageTitle, useToast } from '../common';
import { TemplateFromTask } from './TemplateFromTask';
import { emptyDraft, templateInputOf } from './templateDraft';
import { TemplateForm } from './TemplateForm';
import { WithChoices } from './WithChoices';

/** The form for a new template; with `fromTask` in the query, one that is made from a task. */
export function NewTemplatePage() {
  const t = useWords();
  const [query] = useSearchParams();
  const paths = usePaths();
  const project = query.get('project') ?? '';
  const task = query.get('fromTask');
  return (
    <BreadcrumbEntry
      entry={{ label: t('templateForm.newTitle'), href: paths.newTemplate() }}
    >
      <PageTitle
        title={
          task
            ? t('templateForm.fromTaskTitle', { task })
            : t('templateForm.newTitle')
        }
      />
      {task ? (
        <TemplateFromTask task={{ project, name: task }} />
      ) : (
        <BlankTemplate project={project} />
      )}
    </BreadcrumbEntry>
  );
}

function BlankTemplate(props: { project: string }) {
  const t = useWords();
  const tell = useToast();
  const create = useCreateTaskTemplate();
  const navigate = useNavigate();
  const paths = usePaths();
  return (
    <WithChoices>
      {choices => {
        const usable = choices.items.filter(({ may }) => may.manageTemplates);
        const [only] = usable.length === 1 ? usable : [];
        const named = usable.find(({ name }) => name === props.project);
        return (
          <TemplateForm
            choices={choices}
            initial={emptyDraft((named ?? only)?.name ?? '')}
            exists={false}
            submitting={create.isPending}
            cancelPath={paths.templates()}
            onSubmit={(draft, onError) =>
              create.mutate(
                { project: draft.project, template: templateInputOf(draft) },
                {
                  onSuccess: ({ name }) => {
                    tell(
                      t('templateForm.created', {
                        template: draft.displayName,
                      }),
                    );
                    navigate(paths.template({ project: draft.project, name }));
                  },
                  onError,
                },
              )
            }
          />
        );
      }}
    </WithChoices>
  );
}
