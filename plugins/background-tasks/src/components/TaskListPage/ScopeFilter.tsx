import { makeStyles } from '@material-ui/core/styles';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';
import { useWords } from '../../useWords';
import type { Scope } from './listParams';

const scopes: readonly Scope[] = ['mine', 'groups', 'all'];

const useStyles = makeStyles(theme => ({
  button: {
    whiteSpace: 'nowrap',
    textTransform: 'none',
    color: theme.palette.text.secondary,
    '&.Mui-selected': {
      color: theme.palette.text.primary,
      fontWeight: theme.typography.fontWeightBold,
    },
  },
}));

/** Whose tasks are shown. */
export function ScopeFilter(props: {
  scope: Scope;
  onChange: (scope: Scope) => void;
}) {
  const { scope, onChange } = props;
  const classes = useStyles();
  const t = useWords();
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={scope}
      aria-label={t('taskList.scope.label')}
      onChange={(_event, chosen: Scope | null) => {
        if (chosen) onChange(chosen);
      }}
    >
      {scopes.map(id => (
        <ToggleButton key={id} value={id} className={classes.button}>
          {t(`taskList.scope.${id}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
