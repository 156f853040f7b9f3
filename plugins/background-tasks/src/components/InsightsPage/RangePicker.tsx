import Button from '@material-ui/core/Button';
import ButtonGroup from '@material-ui/core/ButtonGroup';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import type { BackgroundTasksProject } from '@background-tasks/plugin-background-tasks-common';
import { useId } from 'react';
import { useWords } from '../../useWords';
import { useFieldOnPage } from '../common/useFieldOnPage';
import { ProjectSelect } from '../TemplatesPage/ProjectSelect';
import { lastDays, type DayRange } from './useInsightsParams';

const PRESETS = [7, 30, 90, 365];

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: theme.spacing(1.5, 2),
    marginBottom: theme.spacing(2),
  },
  preset: {
    whiteSpace: 'nowrap',
    minHeight: 40,
    [theme.breakpoints.down('xs')]: { padding: theme.spacing(0.5, 1) },
  },
  day: { [theme.breakpoints.down('xs')]: { flex: '1 1 130px' } },
}));

/** Which tasks the figures are of: when they were created, and of which project. */
export function RangePicker(props: {
  range: DayRange;
  problem: string | undefined;
  onRange: (range: DayRange) => void;
  projects: readonly BackgroundTasksProject[];
  project: string;
  onProject: (project: string) => void;
}) {
  const { range, problem, onRange, projects, project, onProject } = props;
  const classes = useStyles();
  const t = useWords();
  const isPreset = (days: number) => {
    const preset = lastDays(days);
    return preset.from === range.from && preset.to === range.to;
  };
  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('insights.range.label')}
    >
      <ButtonGroup aria-label={t('insights.range.presets')}>
        {PRESETS.map(days => (
          <Button
            key={days}
            className={classes.preset}
            aria-pressed={isPreset(days)}
            variant={isPreset(days) ? 'contained' : 'outlined'}
            color={isPreset(days) ? 'primary' : 'default'}
            onClick={() => onRange(lastDays(days))}
          >
            {days === 365
              ? t('insights.range.year')
              : t('insights.range.days', { number: String(days) })}
          </Button>
        ))}
      </ButtonGroup>
      <DayField
        label={t('insights.range.from')}
        value={range.from}
        onChange={from => onRange({ ...range, from })}
      />
      <DayField
        label={t('insights.range.to')}
        value={range.to}
        problem={problem}
        onChange={to => onRange({ ...range, to })}
      />
      {projects.length > 1 && (
        <ProjectSelect
          projects={projects}
          value={project}
          onChange={onProject}
        />
      )}
    </div>
  );
}

function DayField(props: {
  label: string;
  value: string;
  problem?: string;
  onChange: (day: string) => void;
}) {
  const { label, value, problem, onChange } = props;
  const id = useId();
  const classes = useStyles();
  const onPage = useFieldOnPage();
  return (
    <TextField
      id={id}
      className={`${onPage} ${classes.day}`}
      type="date"
      size="small"
      variant="outlined"
      label={label}
      value={value}
      error={problem !== undefined}
      helperText={problem}
      InputLabelProps={{ shrink: true }}
      // An empty day is one that is being typed.
      onChange={event => event.target.value && onChange(event.target.value)}
    />
  );
}
