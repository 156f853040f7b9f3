import { EmptyState } from '@backstage/core-components';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import Skeleton from '@material-ui/lab/Skeleton';
import { makeStyles } from '@material-ui/core/styles';
import type { Insights } from '@background-tasks/plugin-background-tasks-common';
import { useBackgroundTasksProjects, useInsights } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import {
  ErrorNotice,
  NewTaskButton,
  PageTitle,
  PanelBoundary,
} from '../common';
import { GroupTable } from './GroupTable';
import { KeyFigures } from './KeyFigures';
import { OverTime } from './OverTime';
import { RangePicker } from './RangePicker';
import { instantsOf, useInsightsParams } from './useInsightsParams';

const GROUPS = ['byProject', 'byTeam', 'byTemplate', 'byProvider'] as const;

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
  const t = useWords();
  const paths = usePaths();
  const params = useInsightsParams();
  const projects = useBackgroundTasksProjects();
  return (
    <BreadcrumbEntry
      entry={{ label: t('insights.title'), href: paths.insights() }}
    >
      <PageTitle title={t('insights.title')} />
      <RangePicker
        range={params.range}
        problem={params.problem && t(`insights.range.${params.problem}`)}
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
  const t = useWords();
  const { project, range } = useInsightsParams();
  const insights = useInsights({
    ...instantsOf(range),
    ...(project && { project }),
  });
  if (insights.isPending) return <FiguresSkeleton />;
  if (insights.isError) {
    return (
      <ErrorNotice
        title={t('insights.notLoaded')}
        error={insights.error}
        onRetry={() => insights.refetch()}
      />
    );
  }
  if (insights.data.total.tasks === 0) {
    return (
      <EmptyState
        missing="content"
        title={t('insights.emptyTitle')}
        description={t('insights.emptyText')}
        action={<NewTaskButton>{t('insights.newTask')}</NewTaskButton>}
      />
    );
  }
  return <LoadedFigures insights={insights.data} />;
}

function LoadedFigures(props: { insights: Insights }) {
  const { insights } = props;
  const classes = useStyles();
  const t = useWords();
  return (
    <>
      <PanelBoundary title={t('insights.notShown.figures')}>
        <KeyFigures insights={insights} />
      </PanelBoundary>
      <PanelBoundary title={t('insights.notShown.charts')}>
        <div className={classes.charts}>
          <OverTime insights={insights} />
        </div>
      </PanelBoundary>
      <div className={classes.charts}>
        {GROUPS.map(by => {
          const title = t(`insights.group.${by}.title`);
          return (
            <PanelBoundary
              key={by}
              title={t('insights.notShown.table', { title })}
            >
              <GroupTable
                title={title}
                column={t(`insights.group.${by}.column`)}
                groups={insights[by]}
                none={t(`insights.group.${by}.none`)}
                note={
                  by === 'byTeam' ? t('insights.group.byTeam.note') : undefined
                }
              />
            </PanelBoundary>
          );
        })}
      </div>
    </>
  );
}

function FiguresSkeleton() {
  const classes = useStyles();
  const t = useWords();
  return (
    <div role="status" aria-label={t('insights.loading')}>
      <Skeleton variant="rect" height={96} />
      <div className={classes.charts}>
        <Skeleton variant="rect" height={300} />
        <Skeleton variant="rect" height={300} />
      </div>
    </div>
  );
}
