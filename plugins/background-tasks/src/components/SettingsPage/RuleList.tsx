import { makeStyles } from '@material-ui/core/styles';
import BlockIcon from '@material-ui/icons/Block';
import CheckIcon from '@material-ui/icons/Check';
import { useWords } from '../../useWords';

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: `${theme.spacing(0.75)}px 0 0 !important`,
    padding: '0 !important',
    display: 'grid',
    gap: theme.spacing(0.75),
  },
  item: { display: 'flex', gap: theme.spacing(1), alignItems: 'flex-start' },
  allowed: { color: theme.palette.status.ok },
  refused: { color: theme.palette.text.secondary },
}));

/** A rule, and whether it lets something through. */
export type Rule = { allows: boolean; text: string };

/** Rules in force: what is allowed and what is refused, by icon and in words. */
export function RuleList(props: { label: string; rules: Rule[] }) {
  const classes = useStyles();
  const t = useWords();
  return (
    <ul className={classes.list} aria-label={props.label}>
      {props.rules.map(({ allows, text }) => {
        const Icon = allows ? CheckIcon : BlockIcon;
        return (
          <li key={text} className={classes.item}>
            <Icon
              fontSize="small"
              aria-hidden
              className={allows ? classes.allowed : classes.refused}
            />
            <span>
              {t('settings.rule.allowed', {
                rule: text,
                verdict: (
                  <span className={classes.refused}>
                    {t(
                      allows
                        ? 'settings.rule.isAllowed'
                        : 'settings.rule.isRefused',
                    )}
                  </span>
                ),
              })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
