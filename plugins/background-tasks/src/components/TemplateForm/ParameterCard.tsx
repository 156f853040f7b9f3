import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { TemplateParameter } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import { ParameterValueField } from './ParameterValueField';
import type { ParameterDraft } from './templateDraft';
import { TemplateField } from './TemplateField';
import type { TemplateFormState } from './useTemplateForm';

const types: readonly TemplateParameter['type'][] = [
  'string',
  'number',
  'boolean',
  'enum',
];

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
  },
  whole: { gridColumn: '1 / -1' },
  foot: {
    gridColumn: '1 / -1',
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
  },
}));

/** One parameter of a template. */
export function ParameterCard(props: {
  state: TemplateFormState;
  parameter: ParameterDraft;
  /** `parameters.0`. */
  path: string;
  /** What it is called where the form speaks of it. */
  label: string;
  onChange: (changed: Partial<ParameterDraft>) => void;
  onRemove: () => void;
}) {
  const { state, parameter, path, label, onChange, onRemove } = props;
  const classes = useStyles();
  const t = useWords();
  const { type } = parameter;
  const setType = (chosen: string) => {
    const known = types.find(each => each === chosen);
    // A default of another type means nothing.
    if (known) onChange({ type: known, defaultValue: '' });
  };
  return (
    <Paper
      variant="outlined"
      className={classes.root}
      role="group"
      aria-label={label}
    >
      <TemplateField
        state={state}
        path={`${path}.name`}
        label={t('templateForm.parameters.name')}
        required
        size="small"
        value={parameter.name}
        onValue={name => onChange({ name })}
        inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
      />
      <TemplateField
        state={state}
        path={`${path}.type`}
        label={t('templateForm.parameters.type')}
        select
        size="small"
        value={type}
        onValue={setType}
      >
        {types.map(each => (
          <MenuItem key={each} value={each}>
            {t(`templateForm.parameters.types.${each}`)}
          </MenuItem>
        ))}
      </TemplateField>
      <div className={classes.whole}>
        <TemplateField
          state={state}
          path={`${path}.description`}
          label={t('templateForm.parameters.description')}
          size="small"
          value={parameter.description}
          onValue={description => onChange({ description })}
        />
      </div>
      {type === 'enum' && (
        <TemplateField
          state={state}
          path={`${path}.values`}
          label={t('templateForm.parameters.values')}
          required
          size="small"
          multiline
          minRows={2}
          value={parameter.values}
          onValue={values => onChange({ values })}
          helperText={t('templateForm.parameters.valuesHint')}
        />
      )}
      <ParameterValueField
        parameter={parameter}
        label={t('templateForm.parameters.default')}
        value={parameter.defaultValue}
        onValue={defaultValue => onChange({ defaultValue })}
        error={state.errorOf(`${path}.defaultValue`)}
      />
      {type === 'string' && (
        <TemplateField
          state={state}
          path={`${path}.validationRegex`}
          label={t('templateForm.parameters.mustMatch')}
          size="small"
          value={parameter.validationRegex}
          onValue={validationRegex => onChange({ validationRegex })}
          inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
          helperText={t('templateForm.parameters.mustMatchHint')}
        />
      )}
      <div className={classes.foot}>
        <FormControlLabel
          control={
            <Checkbox
              color="primary"
              checked={parameter.required}
              onChange={event => onChange({ required: event.target.checked })}
            />
          }
          label={t('templateForm.parameters.required')}
        />
        <Button
          onClick={onRemove}
          aria-label={t('templateForm.parameters.removeOf', { name: label })}
        >
          {t('templateForm.parameters.remove')}
        </Button>
      </div>
    </Paper>
  );
}
