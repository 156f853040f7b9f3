import { makeStyles } from '@material-ui/core/styles';
import type { TemplateParameter } from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';

const useStyles = makeStyles(theme => ({
  meta: { color: theme.palette.text.secondary },
}));

/** The blanks of a template. */
export function ParameterList(props: { parameters: TemplateParameter[] }) {
  const classes = useStyles();
  const t = useWords();
  return (
    <ul>
      {props.parameters.map(parameter => (
        <li key={parameter.name}>
          <code>{parameter.name}</code>{' '}
          <span className={classes.meta}>{metaOf(parameter, t)}</span>
          {parameter.description && <div>{parameter.description}</div>}
        </li>
      ))}
    </ul>
  );
}

function metaOf(parameter: TemplateParameter, t: Words): string {
  const { type, values, required, defaultValue, validationRegex } = parameter;
  return [
    type === 'enum' && values
      ? t('templates.parameter.enumOf', { values: values.join(', ') })
      : t(`templates.parameter.${type}`),
    required && t('templates.parameter.required'),
    defaultValue !== undefined &&
      t('templates.parameter.byDefault', { value: String(defaultValue) }),
    validationRegex &&
      t('templates.parameter.matches', { pattern: validationRegex }),
  ]
    .filter(Boolean)
    .join('; ');
}
