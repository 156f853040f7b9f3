import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import type { BackgroundTasksProject } from '@background-tasks/plugin-background-tasks-common';
import { useId } from 'react';
import { useWords } from '../../useWords';
import { useFieldOnPage } from '../common/useFieldOnPage';

/** One of the user's projects, or all of them: then empty. */
export function ProjectSelect(props: {
  projects: readonly BackgroundTasksProject[];
  value: string;
  onChange: (project: string) => void;
}) {
  const { projects, value, onChange } = props;
  const t = useWords();
  const id = useId();
  const onPage = useFieldOnPage();
  const known = projects.some(({ name }) => name === value);
  return (
    <TextField
      id={id}
      className={onPage}
      select
      size="small"
      variant="outlined"
      label={t('templates.project')}
      value={known ? value : ''}
      onChange={event => onChange(event.target.value)}
      style={{ minWidth: 200 }}
      InputLabelProps={{ shrink: true, id: `${id}-label` }}
      SelectProps={{
        displayEmpty: true,
        labelId: `${id}-label`,
        SelectDisplayProps: { id: `${id}-select` },
      }}
    >
      <MenuItem value="">{t('templates.allProjects')}</MenuItem>
      {projects.map(({ name, title }) => (
        <MenuItem key={name} value={name}>
          {title}
        </MenuItem>
      ))}
    </TextField>
  );
}
