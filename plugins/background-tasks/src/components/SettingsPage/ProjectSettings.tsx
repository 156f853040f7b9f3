import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Skeleton from '@material-ui/lab/Skeleton';
import type {
  BackgroundTasksProject,
  BackgroundTasksProjectSettings,
} from '@background-tasks/plugin-background-tasks-common';
import { useId } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useBackgroundTasksProjectSettings } from '../../hooks';
import { useWords } from '../../useWords';
import { ErrorNotice, PanelBoundary } from '../common';
import { useFieldOnPage } from '../common/useFieldOnPage';
import { BudgetCard } from './BudgetCard';
import { ChangeRules } from './ChangeRules';
import { LimitsCard } from './LimitsCard';
import { MembersCard } from './MembersCard';
import { ValidationRules } from './ValidationRules';

const useStyles = makeStyles(theme => ({
  choice: { marginBottom: theme.spacing(2), minWidth: 240 },
  cards: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(340px, 100%), 1fr))',
    alignItems: 'stretch',
    '& > *': { minWidth: 0 },
  },
}));

/** What holds in one of the user's projects; which one, the URL says. */
export function ProjectSettings(props: { projects: BackgroundTasksProject[] }) {
  const { projects } = props;
  const classes = useStyles();
  const t = useWords();
  const id = useId();
  const onPage = useFieldOnPage();
  const [params, setParams] = useSearchParams();
  const named = projects.find(({ name }) => name === params.get('project'));
  const project = named ?? projects[0];
  return (
    <>
      <TextField
        id={id}
        select={projects.length > 1}
        className={`${onPage} ${classes.choice}`}
        size="small"
        variant="outlined"
        label={t('settings.project')}
        value={projects.length > 1 ? project.name : project.title}
        InputProps={{ readOnly: projects.length === 1 }}
        onChange={event => setParams({ project: event.target.value })}
      >
        {projects.map(({ name, title }) => (
          <MenuItem key={name} value={name}>
            {title}
          </MenuItem>
        ))}
      </TextField>
      <LoadedProject project={project.name} />
    </>
  );
}

function LoadedProject(props: { project: string }) {
  const classes = useStyles();
  const t = useWords();
  const settings = useBackgroundTasksProjectSettings(props.project);
  if (settings.isPending) {
    return (
      <div
        role="status"
        aria-label={t('settings.projectLoading')}
        className={classes.cards}
      >
        <Skeleton variant="rect" height={220} />
        <Skeleton variant="rect" height={220} />
        <Skeleton variant="rect" height={220} />
      </div>
    );
  }
  if (!settings.data) {
    return (
      <ErrorNotice
        title={t('settings.projectNotLoaded')}
        error={settings.error}
        onRetry={() => settings.refetch()}
      />
    );
  }
  return <Cards settings={settings.data} />;
}

function Cards(props: { settings: BackgroundTasksProjectSettings }) {
  const { settings } = props;
  const classes = useStyles();
  const t = useWords();
  return (
    <div className={classes.cards}>
      {[
        <LimitsCard settings={settings} />,
        <BudgetCard budgets={settings.budgets} />,
        <MembersCard settings={settings} />,
        <ValidationRules validation={settings.validation} />,
        <ChangeRules settings={settings} />,
      ].map((card, index) => (
        <PanelBoundary key={index} title={t('settings.cardNotShown')}>
          {card}
        </PanelBoundary>
      ))}
    </div>
  );
}
