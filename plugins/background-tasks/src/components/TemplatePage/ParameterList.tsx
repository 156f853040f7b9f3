import { makeStyles } from '@material-ui/core/styles';
import type { TemplateParameter } from '@background-tasks/plugin-background-tasks-common';

const useStyles = makeStyles(theme => ({
  meta: { color: theme.palette.text.secondary },
}));

/** The blanks of a template. */
export function ParameterList(props: { parameters: TemplateParameter[] }) {
  const classes = useStyles();
  return (
    <ul>
      {props.parameters.map(parameter => (
        <li key={parameter.name}>
          <code>{parameter.name}</code>{' '}
          <span className={classes.meta}>{metaOf(parameter)}</span>
          {parameter.description && <div>{parameter.description}</div>}
        </li>
      ))}
    </ul>
  );
}

const types = {
  string: 'text',
  number: 'number',
  boolean: 'yes or no',
  enum: 'one of',
} as const;

function metaOf(parameter: TemplateParameter): string {
  const { type, values, required, defaultValue, validationRegex } = parameter;
  return [
    type === 'enum' && values
      ? `${types.enum} ${values.join(', ')}`
      : types[type],
    required && 'required',
    defaultValue !== undefined && `by default ${String(defaultValue)}`,
    validationRegex && `matches ${validationRegex}`,
  ]
    .filter(Boolean)
    .join('; ');
}
