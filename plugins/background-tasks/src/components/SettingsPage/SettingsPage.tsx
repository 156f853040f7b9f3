import { EmptyState } from '@backstage/core-components';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { useBackgroundTasksProjects } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { ErrorNotice, PageTitle, PanelBoundary } from '../common';
import { ProjectSettings } from './ProjectSettings';
import { ProviderCard } from './ProviderCard';

const useStyles = makeStyles(theme => ({
  intro: { marginBottom: theme.spacing(3), maxWidth: 800 },
  section: { marginBottom: theme.spacing(4) },
  heading: { margin: theme.spacing(0, 0, 1.5) },
  providers: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(340px, 100%), 1fr))',
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
}));

/** What holds here: projects, their limits, budgets and rules, and the agents that tasks can be given to. */
export function SettingsPage() {
  const classes = useStyles();
  const t = useWords();
  const paths = usePaths();
  return (
    <BreadcrumbEntry
      entry={{ label: t('settings.title'), href: paths.settings() }}
    >
      <PageTitle title={t('settings.title')} />
      <Typography className={classes.intro}>{t('settings.intro')}</Typography>
      <Sections />
    </BreadcrumbEntry>
  );
}

function Sections() {
  const classes = useStyles();
  const t = useWords();
  const projects = useBackgroundTasksProjects();
  if (projects.isPending) {
    return (
      <div role="status" aria-label={t('settings.loading')}>
        <Skeleton height={40} width="30%" />
        <Skeleton variant="rect" height={320} />
      </div>
    );
  }
  if (projects.isError) {
    return (
      <ErrorNotice
        title={t('settings.notLoaded')}
        error={projects.error}
        onRetry={() => projects.refetch()}
      />
    );
  }
  const { items, providers } = projects.data;
  return (
    <>
      <section className={classes.section} aria-labelledby="settings-projects">
        <Typography
          id="settings-projects"
          component="h3"
          variant="h5"
          className={classes.heading}
        >
          {t('settings.projects')}
        </Typography>
        {items.length > 0 ? (
          <ProjectSettings projects={items} />
        ) : (
          <EmptyState
            missing="content"
            title={t('settings.noProjectTitle')}
            description={t('settings.noProjectText')}
          />
        )}
      </section>
      <section className={classes.section} aria-labelledby="settings-agents">
        <Typography
          id="settings-agents"
          component="h3"
          variant="h5"
          className={classes.heading}
        >
          {t('settings.agents')}
        </Typography>
        <ul className={classes.providers}>
          {providers.map(provider => (
            <li key={provider.id}>
              <PanelBoundary title={t('settings.cardNotShown')}>
                <ProviderCard provider={provider} />
              </PanelBoundary>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
