import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { useId, useState } from 'react';
import { useWords } from '../../useWords';
import { CheckFields } from './CheckFields';
import { FormField } from './FormField';
import { furtherFields, hasFurtherChoices } from './newTask';
import { OutputFields } from './OutputFields';
import type { NewTaskFormState } from './useNewTaskForm';

const useStyles = makeStyles(theme => ({
  fields: {
    display: 'grid',
    gap: theme.spacing(2.5),
    paddingTop: theme.spacing(1.5),
  },
  pair: {
    display: 'grid',
    gap: theme.spacing(2.5),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
  },
  folded: { transform: 'rotate(-90deg)' },
}));

/** What few tasks need, folded: it opens where something in it is filled in, or wrong. */
export function FurtherFields(props: { state: NewTaskFormState }) {
  const { state } = props;
  const classes = useStyles();
  const t = useWords();
  const id = useId();
  const [open, setOpen] = useState(() => hasFurtherChoices(state.values));
  // Set while rendering, so that the field is there when the keyboard is sent to it.
  const isWrong = furtherFields.some(field => state.errorOf(field));
  if (isWrong && !open) setOpen(true);
  return (
    <div>
      <Button
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        startIcon={
          <ExpandMoreIcon className={open ? undefined : classes.folded} />
        }
      >
        {t('newTask.more.title')}
      </Button>
      <div id={id} className={open ? classes.fields : undefined} hidden={!open}>
        {open && (
          <>
            <CheckFields state={state} />
            <OutputFields state={state} />
            <div className={classes.pair}>
              <FormField
                state={state}
                field="name"
                label={t('newTask.more.name')}
                inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
                helperText={t('newTask.more.nameHint')}
              />
              <FormField
                state={state}
                field="timeoutMinutes"
                label={t('newTask.more.timeout')}
                required
                type="number"
                inputProps={{ min: 1, max: 60, step: 1 }}
                helperText={t('newTask.more.timeoutHint')}
              />
            </div>
          </>
        )}
      </div>
    </div>
  );
}
