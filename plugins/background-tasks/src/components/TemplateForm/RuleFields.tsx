import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useRef } from 'react';
import { newRule, type RuleDraft } from './templateDraft';
import { TemplateField } from './TemplateField';
import type { TemplateFormState } from './useTemplateForm';

const kinds: Readonly<
  Record<RuleDraft['kind'], { title: string; label: string; help: string }>
> = {
  command: {
    title: 'A command passes',
    label: 'Command',
    help: 'Run in the root of the repository, beside its own checks.',
  },
  fileExists: {
    title: 'A file exists',
    label: 'File',
    help: 'Its path from the root of the repository.',
  },
  words: {
    title: 'In words',
    label: 'Rule',
    help: 'For people and agents: no program checks it.',
  },
};

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
  rule: {
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: '180px 1fr auto',
    alignItems: 'start',
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: '1fr' },
  },
  add: { justifySelf: 'start' },
}));

/** What must hold beside the repository's own checks. */
export function RuleFields(props: { state: TemplateFormState }) {
  const { state } = props;
  const { rules } = state.values;
  const classes = useStyles();
  const addButton = useRef<HTMLButtonElement>(null);
  const replace = (id: number, changed: Partial<RuleDraft>) =>
    state.change({
      rules: rules.map(rule =>
        rule.id === id ? { ...rule, ...changed } : rule,
      ),
    });
  const setKind = (id: number, chosen: string) => {
    if (isKind(chosen)) replace(id, { kind: chosen });
  };
  const remove = (id: number) => {
    state.change({ rules: rules.filter(rule => rule.id !== id) });
    addButton.current?.focus();
  };
  return (
    <fieldset className={classes.root}>
      <Typography component="legend" variant="h6" className={classes.legend}>
        What must hold
      </Typography>
      <Typography variant="body2" color="textSecondary">
        The repository's own linters, formatters and tests always run. Add what
        this kind of task needs beside them.
      </Typography>
      {rules.map(({ id, kind, text }, index) => (
        <div
          key={id}
          className={classes.rule}
          role="group"
          aria-label={`Rule ${index + 1}`}
        >
          <TemplateField
            state={state}
            path={`validationRules.${index}.kind`}
            label="Kind"
            select
            size="small"
            value={kind}
            onValue={chosen => setKind(id, chosen)}
          >
            {Object.entries(kinds).map(([value, { title }]) => (
              <MenuItem key={value} value={value}>
                {title}
              </MenuItem>
            ))}
          </TemplateField>
          <TemplateField
            state={state}
            path={`validationRules.${index}`}
            label={kinds[kind].label}
            helperText={kinds[kind].help}
            required
            size="small"
            value={text}
            onValue={changed => replace(id, { text: changed })}
          />
          <Button
            onClick={() => remove(id)}
            aria-label={`Remove rule ${index + 1}`}
          >
            Remove
          </Button>
        </div>
      ))}
      <Button
        ref={addButton}
        className={classes.add}
        variant="outlined"
        onClick={() => state.change({ rules: [...rules, newRule(rules)] })}
      >
        Add rule
      </Button>
    </fieldset>
  );
}

function isKind(kind: string): kind is RuleDraft['kind'] {
  return Object.hasOwn(kinds, kind);
}
