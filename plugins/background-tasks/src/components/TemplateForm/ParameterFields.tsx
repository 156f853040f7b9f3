import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useRef } from 'react';
import { ParameterCard } from './ParameterCard';
import { newParameter, type ParameterDraft } from './templateDraft';
import type { TemplateFormState } from './useTemplateForm';

const useStyles = makeStyles(theme => ({
  root: {
    border: 0,
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: theme.spacing(2),
    '& > *': { minWidth: 0 },
  },
  legend: { padding: 0, marginBottom: theme.spacing(1) },
  add: { justifySelf: 'start' },
}));

/** The blanks of a template. */
export function ParameterFields(props: { state: TemplateFormState }) {
  const { state } = props;
  const { parameters } = state.values;
  const classes = useStyles();
  const addButton = useRef<HTMLButtonElement>(null);
  const replace = (id: number, changed: Partial<ParameterDraft>) =>
    state.change({
      parameters: parameters.map(parameter =>
        parameter.id === id ? { ...parameter, ...changed } : parameter,
      ),
    });
  const remove = (id: number) => {
    state.change({
      parameters: parameters.filter(parameter => parameter.id !== id),
    });
    // What had the focus is gone.
    addButton.current?.focus();
  };
  return (
    <fieldset className={classes.root}>
      <Typography component="legend" variant="h6" className={classes.legend}>
        Parameters
      </Typography>
      {parameters.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          None: every task made from this template is told the same.
        </Typography>
      )}
      {parameters.map((parameter, index) => (
        <ParameterCard
          key={parameter.id}
          state={state}
          parameter={parameter}
          path={`parameters.${index}`}
          label={parameter.name || `Parameter ${index + 1}`}
          onChange={changed => replace(parameter.id, changed)}
          onRemove={() => remove(parameter.id)}
        />
      ))}
      <Button
        ref={addButton}
        className={classes.add}
        variant="outlined"
        onClick={() =>
          state.change({
            parameters: [...parameters, newParameter(parameters)],
          })
        }
      >
        Add parameter
      </Button>
    </fieldset>
  );
}
