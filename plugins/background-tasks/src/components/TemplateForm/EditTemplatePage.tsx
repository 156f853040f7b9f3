import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import type { TaskTemplate } from '@background-tasks/plugin-background-tasks-common';
import { useNavigate, useParams } from 'react-router-dom';
import { useTaskTemplate, useUpdateTaskTemplate } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { ErrorNotice, PageTitle, useToast } from '../common';
import { draftOf, templateInputOf } from './templateDraft';
import { TemplateForm } from './TemplateForm';
import { FormSkeleton, WithChoices } from './WithChoices';

/** The form that changes a template. */
export function EditTemplatePage() {
  const t = useWords();
  const { project = '', name = '' } = useParams();
  const template = useTaskTemplate({ project, name });
  if (template.data) return <EditTemplate template={template.data} />;
  if (template.isError) {
    return (
      <ErrorNotice
        title={t('templateForm.templateNotLoaded', { name })}
        error={template.error}
        onRetry={() => template.refetch()}
      />
    );
  }
  return <FormSkeleton />;
}

function EditTemplate(props: { template: TaskTemplate }) {
  const { template } = props;
  const { project } = template;
  const t = useWords();
  const tell = useToast();
  const update = useUpdateTaskTemplate(template);
  const navigate = useNavigate();
  const paths = usePaths();
  return (
    <BreadcrumbEntry
      entry={{
        label: template.displayName,
        href: paths.template(template),
      }}
    >
      <PageTitle
        title={t('templateForm.editTitle', { template: template.displayName })}
      />
      <WithChoices>
        {choices => (
          <TemplateForm
            choices={choices}
            initial={draftOf(template)}
            exists
            submitting={update.isPending}
            cancelPath={paths.template(template)}
            onSubmit={(draft, onError) =>
              update.mutate(templateInputOf(draft), {
                onSuccess: ({ name }) => {
                  tell(
                    t('templateForm.saved', { template: draft.displayName }),
                  );
                  navigate(paths.template({ project, name }));
                },
                onError,
              })
            }
          />
        )}
      </WithChoices>
    </BreadcrumbEntry>
  );
}
