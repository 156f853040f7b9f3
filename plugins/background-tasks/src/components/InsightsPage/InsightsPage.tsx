import { EmptyState, LinkButton } from '@backstage/core-components';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import Skeleton from '@material-ui/lab/Skeleton';
import { makeStyles } from '@material-ui/core/styles';
import type { Insights } from '@background-tasks/plugin-background-tasks-common';
import { useBackgroundTasksProjects, useInsights } from '../../hooks';
import { usePaths } from '../../paths';
import { ErrorNotice, PageTitle } from '../common';
import { GroupTable } from './GroupTable';
import { KeyFigures } from './KeyFigures';
import { OverTime } from './OverTime';
import { RangePicker } from './RangePicker';
import { instantsOf, useInsightsParams } from './useInsightsParams';

const useStyles = makeStyles(theme => ({
  charts: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(440px, 100%), 1fr))',
    alignItems: 'start',
    marginTop: theme.spacing(2),
    '& > *': { minWidth: 0 },
  },
}));

/** What became of the tasks of a time: of those that the user may see. */
export function InsightsPage() {
  const paths = usePaths();
  const params = useInsightsParams();
  const projects = useBackgroundTasksProjects();
  return (
    <BreadcrumbEntry entry={{ label: 'Insights', href: paths.insights() }}>
      <PageTitle title="Insights" />
      <RangePicker
        range={params.range}
        problem={params.problem}
        onRange={params.setRange}
        projects={projects.data?.items ?? []}
        project={params.project}
        onProject={params.setProject}
      />
      {!params.problem && <Figures />}
    </BreadcrumbEntry>
  );
}

function Figures() {
  const { project, range } = useInsightsParams();
  const paths = usePaths();
  const insights = useInsights({
    ...instantsOf(range),
    ...(project && { project }),
  });
  if (insights.isPending) return <FiguresSkeleton />;
  if (insights.isError) {
    return (
      <ErrorNotice
        title="The figures could not be loaded"
        error={insights.error}
        onRetry={() => insights.refetch()}
      />
    );
  }
  if (insights.data.total.tasks === 0) {
    return (
      <EmptyState
        missing="content"
        title="No task was created in this time"
        description="Choose a longer time or another project, or create the first task."
        action={
          <LinkButton to={paths.newTask()} variant="contained" color="primary">
            New task
          </LinkButton>
        }
      />
    );
  }
  return <LoadedFigures insights={insights.data} />;
}

function LoadedFigures(props: { insights: Insights }) {
  const { insights } = props;
  const classes = useStyles();
  return (
    <>
      <KeyFigures insights={insights} />
      <div className={classes.charts}>
        <OverTime insights={insights} />
      </div>
      <div className={classes.charts}>
        <GroupTable
          title="By project"
          column="Project"
          groups={insights.byProject}
          none="No project"
        />
        <GroupTable
          title="By team"
          column="Team"
          groups={insights.byTeam}
          none="No team"
          note="A task counts for each group that its creator is a member of."
        />
        <GroupTable
          title="By template"
          column="Template"
          groups={insights.byTemplate}
          none="No template"
        />
        <GroupTable
          title="By agent"
          column="Agent"
          groups={insights.byProvider}
          none="No agent"
        />
      </div>
    </>
  );
}

function FiguresSkeleton() {
  const classes = useStyles();
  return (
    <div role="status" aria-label="Loading the figures">
      <Skeleton variant="rect" height={96} />
      <div className={classes.charts}>
        <Skeleton variant="rect" height={300} />
        <Skeleton variant="rect" height={300} />
      </div>
    </div>
  );
}
