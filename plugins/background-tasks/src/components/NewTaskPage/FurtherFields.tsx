import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { useId, useState } from 'react';
import { FormField } from './FormField';
import { furtherFields, hasFurtherChoices, SCRIPT_PROVIDER } from './newTask';
import type { NewTaskFormState } from './useNewTaskForm';

const useStyles = makeStyles(theme => ({
  fields: {
    display: 'grid',
    gap: theme.spacing(2.5),
    paddingTop: theme.spacing(1),
  },
  pair: {
    display: 'grid',
    gap: theme.spacing(2.5),
    gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))',
  },
  mono: { fontFamily: 'monospace' },
  folded: { transform: 'rotate(-90deg)' },
}));

/** What few tasks need, folded: it opens where something in it is filled in, or wrong. */
export function FurtherFields(props: { state: NewTaskFormState }) {
  const { state } = props;
  const classes = useStyles();
  const id = useId();
  const [open, setOpen] = useState(() => hasFurtherChoices(state.values));
  // Set while rendering, so that the field is there when the keyboard is sent to it.
  const isWrong = furtherFields.some(field => state.errorOf(field));
  if (isWrong && !open) setOpen(true);
  const isScript = state.values.provider === SCRIPT_PROVIDER;
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
        More options
      </Button>
      <div id={id} className={open ? classes.fields : undefined} hidden={!open}>
        {open && (
          <>
            {!isScript && <ModelLimits state={state} />}
            <FormField
              state={state}
              field="checks"
              label="Extra checks"
              multiline
              minRows={2}
              maxRows={8}
              InputProps={{ classes: { input: classes.mono } }}
              inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
              placeholder="npm run test:contract"
              helperText="Optional: one command per line. They run beside the repository's own checks, before and after the change."
            />
            <FormField
              state={state}
              field="output"
              label="Pull request from"
              select
              helperText="A fork is for repositories that the portal may read but not write to."
            >
              <MenuItem value="origin">A branch of the repository</MenuItem>
              <MenuItem value="fork">A fork of it</MenuItem>
            </FormField>
            <FormControlLabel
              label="Open it as a draft"
              control={
                <Checkbox
                  color="primary"
                  checked={state.values.draft}
                  onChange={(_event, draft) => state.change({ draft })}
                />
              }
            />
          </>
        )}
      </div>
    </div>
  );
}

function ModelLimits(props: { state: NewTaskFormState }) {
  const { state } = props;
  const classes = useStyles();
  return (
    <>
      <div className={classes.pair}>
        <FormField
          state={state}
          field="budgetUsd"
          label="Budget (USD)"
          type="number"
          inputProps={{ min: 0, step: 'any' }}
          helperText="Optional: the agent is stopped before it costs more."
        />
        <FormField
          state={state}
          field="budgetTokens"
          label="Budget (tokens)"
          type="number"
          inputProps={{ min: 1, step: 1 }}
          helperText="Optional: for models whose price is not known."
        />
      </div>
      <FormField
        state={state}
        field="repairRounds"
        label="Repair rounds"
        select
        SelectProps={{ displayEmpty: true }}
        InputLabelProps={{ shrink: true }}
        helperText="How often the agent may mend what the checks find."
      >
        <MenuItem value="">As the server sets it</MenuItem>
        <MenuItem value="0">None</MenuItem>
        {['1', '2', '3'].map(count => (
          <MenuItem key={count} value={count}>
            {count}
          </MenuItem>
        ))}
      </FormField>
    </>
  );
}
