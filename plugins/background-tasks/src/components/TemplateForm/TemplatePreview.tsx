import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { fillPlaceholders } from '@background-tasks/plugin-background-tasks-common';
import { useState } from 'react';
import { useWords } from '../../useWords';
import { ParameterValueField } from './ParameterValueField';
import type { TemplateDraft } from './templateDraft';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    display: 'grid',
    gap: theme.spacing(2),
    position: 'sticky',
    top: theme.spacing(2),
    [theme.breakpoints.down('md')]: { position: 'static' },
  },
  text: {
    margin: 0,
    padding: theme.spacing(1.5),
    minHeight: '4em',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    borderLeft: `4px solid ${theme.palette.primary.main}`,
    background: theme.palette.background.default,
  },
}));

/** The instructions as a task gets them, filled in as values are typed: by the same rules as the server's. */
export function TemplatePreview(props: { draft: TemplateDraft }) {
  const { draft } = props;
  const classes = useStyles();
  const t = useWords();
  // By the parameter's id: a value stays when its parameter is renamed.
  const [typed, setTyped] = useState<Record<number, string>>({});
  const parameters = draft.parameters.map(parameter => ({
    parameter,
    value: typed[parameter.id] ?? parameter.defaultValue,
  }));
  const filled = fillPlaceholders(
    draft.instructionsTemplate,
    new Map(parameters.map(({ parameter, value }) => [parameter.name, value])),
  );
  const missing = parameters.filter(
    ({ parameter, value }) => parameter.required && value === '',
  );
  return (
    <Paper
      variant="outlined"
      component="section"
      className={classes.root}
      aria-label={t('templateForm.preview.title')}
    >
      <Typography component="h3" variant="h6">
        {t('templateForm.preview.title')}
      </Typography>
      {parameters.map(({ parameter, value }, index) => (
        <ParameterValueField
          key={parameter.id}
          parameter={parameter}
          label={
            parameter.name ||
            t('templateForm.parameters.unnamed', { number: String(index + 1) })
          }
          value={value}
          onValue={next => setTyped({ ...typed, [parameter.id]: next })}
          helperText={parameter.description}
        />
      ))}
      <div>
        <Typography variant="body2" color="textSecondary">
          {t('templateForm.preview.told')}
        </Typography>
        <Typography component="blockquote" className={classes.text}>
          {filled ?? t('templateForm.preview.tooLong')}
        </Typography>
      </div>
      {missing.length > 0 && (
        <Typography variant="body2" color="textSecondary">
          {t('templateForm.preview.missing', {
            names: missing
              .map(({ parameter }) => parameter.name || '?')
              .join(', '),
          })}
        </Typography>
      )}
    </Paper>
  );
}
