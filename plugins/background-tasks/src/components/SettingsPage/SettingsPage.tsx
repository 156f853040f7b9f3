import { EmptyState } from '@backstage/core-components';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { useBackgroundTasksProjects } from '../../hooks';
import { usePaths } from '../../paths';
import { ErrorNotice, PageTitle } from '../common';
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
  const paths = usePaths();
  return (
    <BreadcrumbEntry entry={{ label: 'Settings', href: paths.settings() }}>
      <PageTitle title="Settings" />
      <Typography className={classes.intro}>
        What is in force, to read: it comes from the portal's configuration, and
        whoever runs the portal changes it there.
      </Typography>
      <Sections />
    </BreadcrumbEntry>
  );
}

function Sections() {
  const classes = useStyles();
  const projects = useBackgroundTasksProjects();
  if (projects.isPending) {
    return (
      <div role="status" aria-label="Loading the settings">
        <Skeleton height={40} width="30%" />
        <Skeleton variant="rect" height={320} />
      </div>
    );
  }
  if (projects.isError) {
    return (
      <ErrorNotice
        title="The settings could not be loaded"
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
          Projects
        </Typography>
        {items.length > 0 ? (
          <ProjectSettings projects={items} />
        ) : (
          <EmptyState
            missing="content"
            title="You are in no project"
            description="A task belongs to a project: a group of the catalog that you are a member of, or one that an administrator configures."
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
          Agents
        </Typography>
        <ul className={classes.providers}>
          {providers.map(provider => (
            <li key={provider.id}>
              <ProviderCard provider={provider} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
