import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import Skeleton from '@material-ui/lab/Skeleton';
import { useBackgroundTasksProjects, useTaskTemplates } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import {
  ErrorNotice,
  GuardedLinkButton,
  PageTitle,
  PanelBoundary,
  useGuard,
} from '../common';
import { NoTemplates } from './NoTemplates';
import { ProjectSelect } from './ProjectSelect';
import { TemplateCards } from './TemplateCards';
import { TemplateTable } from './TemplateTable';
import { useTemplatesParams } from './useTemplatesParams';

const PAGE_SIZE = 25;
const SKELETON_ROWS = [1, 2, 3, 4];

const useStyles = makeStyles(theme => ({
  pages: {
    display: 'flex',
    justifyContent: 'flex-end',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  },
  filter: { marginBottom: theme.spacing(2) },
}));

/** The templates of all of the user's projects. */
export function TemplatesPage() {
  const classes = useStyles();
  const t = useWords();
  const paths = usePaths();
  const { project, setProject } = useTemplatesParams();
  const projects = useBackgroundTasksProjects();
  const items = projects.data?.items ?? [];
  const mayManage = items.some(({ may }) => may.manageTemplates);
  return (
    <BreadcrumbEntry
      entry={{ label: t('templates.title'), href: paths.templates() }}
    >
      <PageTitle
        title={t('templates.title')}
        actions={
          <GuardedLinkButton
            to={paths.newTemplate(project ? { project } : {})}
            refusal={
              mayManage || projects.isPending
                ? undefined
                : t('templates.mayNotCreate')
            }
          >
            {t('templates.newTemplate')}
          </GuardedLinkButton>
        }
      />
      {items.length > 1 && (
        <div className={classes.filter}>
          <ProjectSelect
            projects={items}
            value={project}
            onChange={setProject}
          />
        </div>
      )}
      <PanelBoundary title={t('templates.notShown')}>
        <TemplateList mayManage={mayManage} />
      </PanelBoundary>
    </BreadcrumbEntry>
  );
}

function TemplateList(props: { mayManage: boolean }) {
  const classes = useStyles();
  const t = useWords();
  const guard = useGuard();
  const theme = useTheme();
  const narrow = useMediaQuery(theme.breakpoints.down('sm'));
  const { project, cursors, setCursors, setProject } = useTemplatesParams();
  const templates = useTaskTemplates({
    project: project || undefined,
    cursor: cursors.at(-1),
    limit: PAGE_SIZE,
  });
  if (templates.isPending) return <ListSkeleton />;
  if (templates.isError && !templates.data) {
    return (
      <ErrorNotice
        title={t('templates.notLoaded')}
        error={templates.error}
        onRetry={() => templates.refetch()}
      />
    );
  }
  const { items, nextCursor } = templates.data;
  if (items.length === 0 && cursors.length === 0) {
    return (
      <NoTemplates
        onShowAll={project ? () => setProject('') : undefined}
        mayManage={props.mayManage}
      />
    );
  }
  return (
    <>
      {narrow ? (
        <TemplateCards templates={items} />
      ) : (
        <TemplateTable templates={items} />
      )}
      {(nextCursor !== null || cursors.length > 0) && (
        <nav className={classes.pages} aria-label={t('templates.pages')}>
          <Button
            {...guard(cursors.length === 0, () =>
              setCursors(cursors.slice(0, -1)),
            )}
          >
            {t('templates.previous')}
          </Button>
          <Button
            {...guard(
              nextCursor === null || templates.isPlaceholderData,
              () => {
                if (nextCursor !== null) setCursors([...cursors, nextCursor]);
              },
            )}
          >
            {t('templates.next')}
          </Button>
        </nav>
      )}
    </>
  );
}

function ListSkeleton() {
  const t = useWords();
  return (
    <div role="status" aria-label={t('templates.loading')}>
      {SKELETON_ROWS.map(row => (
        <Skeleton key={row} height={56} />
      ))}
    </div>
  );
}
