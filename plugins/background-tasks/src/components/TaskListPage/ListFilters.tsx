import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import TextField, { type TextFieldProps } from '@material-ui/core/TextField';
import type { ListProjectsResponse } from '@background-tasks/plugin-background-tasks-common';
import { useId } from 'react';
import { useWords } from '../../useWords';
import { FreeFilter } from './FreeFilter';
import { isRepositoryUrl, type ListFilters as Filters } from './listParams';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(176px, 100%), 1fr))',
    alignItems: 'start',
    paddingBottom: theme.spacing(2),
  },
  clear: { justifySelf: 'start', marginTop: theme.spacing(0.25) },
}));

type Props = {
  filters: Filters;
  /** What can be chosen; undefined until it is known. */
  choices: ListProjectsResponse | undefined;
  onChange: (changed: Partial<Filters>) => void;
  onClear: () => void;
};

/** The filters that are not always needed. */
export function ListFilters(props: Props) {
  const { filters, choices, onChange, onClear } = props;
  const classes = useStyles();
  const t = useWords();
  const known = (repository: string) =>
    repository === '' || isRepositoryUrl(repository);
  return (
    <div className={classes.root}>
      <SelectFilter
        label={t('taskList.filters.project')}
        value={filters.project}
        options={(choices?.items ?? []).map(({ name, title }) => ({
          value: name,
          label: title,
        }))}
        onChange={project => onChange({ project })}
      />
      <SelectFilter
        label={t('taskList.filters.provider')}
        value={filters.provider}
        options={(choices?.providers ?? []).map(({ id, title }) => ({
          value: id,
          label: title,
        }))}
        onChange={provider => onChange({ provider })}
      />
      <FreeFilter
        label={t('taskList.filters.repository')}
        hint={t('taskList.filters.repositoryHint')}
        value={filters.repository}
        problem={text =>
          known(text) ? undefined : t('taskList.filters.repositoryInvalid')
        }
        onChange={repository => onChange({ repository })}
      />
      <FreeFilter
        label={t('taskList.filters.template')}
        value={filters.template}
        onChange={template => onChange({ template })}
      />
      <DayFilter
        label={t('taskList.filters.from')}
        value={filters.from}
        max={filters.to}
        onChange={from => onChange({ from })}
      />
      <DayFilter
        label={t('taskList.filters.to')}
        value={filters.to}
        min={filters.from}
        onChange={to => onChange({ to })}
      />
      <Button className={classes.clear} onClick={onClear}>
        {t('taskList.filters.clear')}
      </Button>
    </div>
  );
}

const field = {
  variant: 'outlined',
  size: 'small',
  fullWidth: true,
  InputLabelProps: { shrink: true },
} as const satisfies TextFieldProps;

function SelectFilter(props: {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  const { label, value, options, onChange } = props;
  const t = useWords();
  const id = useId();
  // One that a link names is shown also where it is not among them.
  const all =
    value === '' || options.some(option => option.value === value)
      ? options
      : [...options, { value, label: value }];
  return (
    <TextField
      {...field}
      id={id}
      select
      label={label}
      value={value}
      SelectProps={{ displayEmpty: true }}
      onChange={event => onChange(event.target.value)}
    >
      <MenuItem value="">{t('taskList.filters.any')}</MenuItem>
      {all.map(option => (
        <MenuItem key={option.value} value={option.value}>
          {option.label}
        </MenuItem>
      ))}
    </TextField>
  );
}

function DayFilter(props: {
  label: string;
  value: string;
  min?: string;
  max?: string;
  onChange: (day: string) => void;
}) {
  const { label, value, min, max, onChange } = props;
  const id = useId();
  return (
    <TextField
      {...field}
      id={id}
      type="date"
      label={label}
      value={value}
      inputProps={{ min: min || undefined, max: max || undefined }}
      onChange={event => onChange(event.target.value)}
    />
  );
}
