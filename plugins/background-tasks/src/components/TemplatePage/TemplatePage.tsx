import { LinkButton } from '@backstage/core-components';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import type { TaskTemplate } from '@background-tasks/plugin-background-tasks-common';
import { useParams } from 'react-router-dom';
import { errorStatus } from '../../api';
import { useBackgroundTasksProjects, useTaskTemplate } from '../../hooks';
import { useMayNotCreate } from '../../hooks/useMayNotCreate';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import {
  ErrorNotice,
  GuardedLinkButton,
  PageTitle,
  PanelBoundary,
} from '../common';
import { DeleteTemplateButton } from './DeleteTemplateButton';
import { TemplateDetails } from './TemplateDetails';
import { TemplateTasks } from './TemplateTasks';

const useStyles = makeStyles(theme => ({
  actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  description: {
    whiteSpace: 'pre-wrap',
    maxWidth: 800,
    marginBottom: theme.spacing(2),
  },
}));

/** What one template says, what came of it, and what can be done with it. */
export function TemplatePage() {
  const t = useWords();
  const { project = '', name = '' } = useParams();
  const ref = { project, name };
  const template = useTaskTemplate(ref);
  const paths = usePaths();
  if (template.isPending) return <PageSkeleton />;
  if (!template.data) {
    const hidden = [403, 404].includes(errorStatus(template.error) ?? 0);
    return (
      <>
        <ErrorNotice
          title={
            hidden
              ? t('templates.one.notFound', { name, project })
              : t('templates.one.notLoaded')
          }
          error={template.error}
          onRetry={hidden ? undefined : () => template.refetch()}
        />
        <LinkButton to={paths.templates()} style={{ marginTop: 16 }}>
          {t('templates.one.toList')}
        </LinkButton>
      </>
    );
  }
  return (
    <BreadcrumbEntry
      entry={{ label: template.data.displayName, href: paths.template(ref) }}
    >
      <LoadedTemplate template={template.data} />
    </BreadcrumbEntry>
  );
}

function LoadedTemplate(props: { template: TaskTemplate }) {
  const { template } = props;
  const classes = useStyles();
  const t = useWords();
  return (
    <>
      <PageTitle
        title={template.displayName}
        actions={<Actions template={template} />}
      />
      {template.description && (
        <Typography className={classes.description}>
          {template.description}
        </Typography>
      )}
      <PanelBoundary title={t('templates.one.notShown')}>
        <TemplateDetails template={template} />
      </PanelBoundary>
      <PanelBoundary title={t('templates.tasksPanel.notShown')}>
        <TemplateTasks template={template} />
      </PanelBoundary>
    </>
  );
}

function Actions(props: { template: TaskTemplate }) {
  const { template } = props;
  const classes = useStyles();
  const t = useWords();
  const paths = usePaths();
  const projects = useBackgroundTasksProjects();
  const { project, name } = template;
  const may = projects.data?.items.find(item => item.name === project)?.may;
  const refusal =
    may && !may.manageTemplates
      ? t('templates.one.mayNotChange', { project })
      : undefined;
  return (
    <div className={classes.actions}>
      <GuardedLinkButton
        to={paths.newTask({ project, template: name })}
        refusal={useMayNotCreate(project)}
      >
        {t('templates.one.use')}
      </GuardedLinkButton>
      <GuardedLinkButton
        to={paths.editTemplate(template)}
        variant="outlined"
        refusal={refusal}
      >
        {t('templates.one.edit')}
      </GuardedLinkButton>
      {!refusal && <DeleteTemplateButton template={template} />}
    </div>
  );
}

function PageSkeleton() {
  const t = useWords();
  return (
    <div role="status" aria-label={t('templates.one.loading')}>
      <Skeleton height={48} width="40%" />
      <Skeleton height={28} width="70%" />
      <Skeleton variant="rect" height={240} />
    </div>
  );
}
