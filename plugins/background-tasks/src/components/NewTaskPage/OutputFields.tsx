import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import { useWords } from '../../useWords';
import { FormField } from './FormField';
import type { NewTaskFormState } from './useNewTaskForm';

const useStyles = makeStyles(theme => ({
  pair: {
    display: 'grid',
    gap: theme.spacing(2.5),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
  },
}));

const plain = { spellCheck: false, autoCapitalize: 'off' };

/** How the pull request is opened. */
export function OutputFields(props: { state: NewTaskFormState }) {
  const { state } = props;
  const classes = useStyles();
  const t = useWords();
  return (
    <>
      <FormField
        state={state}
        field="output"
        label={t('newTask.more.output')}
        select
        helperText={t('newTask.more.outputHint')}
      >
        <MenuItem value="origin">{t('newTask.more.origin')}</MenuItem>
        <MenuItem value="fork">{t('newTask.more.fork')}</MenuItem>
      </FormField>
      <FormControlLabel
        label={t('newTask.more.draft')}
        control={
          <Checkbox
            color="primary"
            checked={state.values.draft}
            onChange={(_event, draft) => state.change({ draft })}
          />
        }
      />
      <div className={classes.pair}>
        <FormField
          state={state}
          field="target"
          label={t('newTask.more.target')}
          inputProps={plain}
          helperText={t('newTask.more.targetHint')}
        />
        <FormField
          state={state}
          field="labels"
          label={t('newTask.more.labels')}
          helperText={t('newTask.more.labelsHint')}
        />
      </div>
      <FormField
        state={state}
        field="reviewers"
        label={t('newTask.more.reviewers')}
        inputProps={plain}
        helperText={t('newTask.more.reviewersHint')}
      />
    </>
  );
}
