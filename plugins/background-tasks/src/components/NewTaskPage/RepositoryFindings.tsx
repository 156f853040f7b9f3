import Button from '@material-ui/core/Button';
import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type {
  ListProjectsResponse,
  RepositoryCheck,
} from '@background-tasks/plugin-background-tasks-common';
import { errorMessage } from '../../api';
import { useWords } from '../../useWords';
import { Finding } from './Finding';
import type { NewTaskFormState } from './useNewTaskForm';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(0.75) },
  chips: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) },
  chip: { margin: 0, maxWidth: '100%' },
}));

type Props = { state: NewTaskFormState; choices: ListProjectsResponse };

/** Whether the repository exists, may be written to, and which checks it has: found out while somebody types. */
export function RepositoryFindings(props: Props) {
  const { state } = props;
  const { url, check, isMissing } = state.repository;
  const classes = useStyles();
  const t = useWords();
  if (url === undefined && !isMissing) return null;
  return (
    <div
      role="status"
      aria-label={t('newTask.check.label')}
      className={classes.root}
    >
      {isMissing && (
        <Finding kind="problem">{t('newTask.check.noRepository')}</Finding>
      )}
      {check.isPending && !isMissing && (
        <Finding kind="unknown">{t('newTask.check.checking')}</Finding>
      )}
      {check.isError && (
        <Finding kind="problem">
          {t('newTask.check.failed', { message: errorMessage(check.error) })}{' '}
          <Button size="small" onClick={() => check.refetch()}>
            {t('newTask.check.again')}
          </Button>
        </Finding>
      )}
      {check.data && check.data.state !== 'found' && (
        <Finding kind={check.data.state === 'unknown' ? 'unknown' : 'problem'}>
          {check.data.message}
        </Finding>
      )}
      {check.data?.state === 'found' && (
        <Findings {...props} found={check.data} />
      )}
    </div>
  );
}

function Findings(props: Props & { found: RepositoryCheck }) {
  const { found } = props;
  const { defaultBranch: branch } = found;
  const t = useWords();
  return (
    <>
      <Finding kind="good">
        {branch === null
          ? t('newTask.check.foundPlain')
          : t('newTask.check.found', { branch })}
      </Finding>
      <ProjectFinding {...props} />
      <WriteFinding mayWrite={found.mayWrite} />
      <CheckFindings checks={found.checks} />
    </>
  );
}

function ProjectFinding({
  state,
  choices,
  found,
}: Props & { found: RepositoryCheck }) {
  const t = useWords();
  const { project } = state.values;
  if (project === '' || found.projects.includes(project)) return null;
  const titleOf = (wanted: string) =>
    choices.items.find(({ name }) => name === wanted)?.title ?? wanted;
  return (
    <Finding kind="problem">
      {t('newTask.check.wrongProject', {
        project: titleOf(project),
        projects: found.projects.map(titleOf).join(', '),
      })}{' '}
      <Button
        size="small"
        onClick={() => state.change({ project: found.projects[0] })}
      >
        {t('newTask.check.useProject', { project: titleOf(found.projects[0]) })}
      </Button>
    </Finding>
  );
}

function WriteFinding(props: { mayWrite: boolean | null }) {
  const t = useWords();
  switch (props.mayWrite) {
    case true:
      return <Finding kind="good">{t('newTask.check.mayWrite')}</Finding>;
    case false:
      return <Finding kind="problem">{t('newTask.check.mayNotWrite')}</Finding>;
    default:
      return (
        <Finding kind="unknown">{t('newTask.check.writeUnknown')}</Finding>
      );
  }
}

function CheckFindings({ checks }: Pick<RepositoryCheck, 'checks'>) {
  const classes = useStyles();
  const t = useWords();
  if (checks === null) {
    return <Finding kind="unknown">{t('newTask.check.checksUnknown')}</Finding>;
  }
  if (checks.length === 0) {
    return <Finding kind="warning">{t('newTask.check.noChecks')}</Finding>;
  }
  return (
    <Finding kind="good">
      {t('newTask.check.checks')}
      <Typography component="span" variant="srOnly">
        :{' '}
      </Typography>
      <span className={classes.chips}>
        {checks.map(({ name, source }) => (
          <Chip
            key={`${source} ${name}`}
            component="span"
            size="small"
            variant="outlined"
            label={name}
            title={source}
            className={classes.chip}
          />
        ))}
      </span>
    </Finding>
  );
}
