import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import ErrorIcon from '@material-ui/icons/Error';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { useId, useState } from 'react';
import { useWords } from '../../useWords';
import { LongText } from '../common';
import { ActionItem } from './ActionItem';
import { actionsText, type Step } from './rounds';

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(1, 0) },
  thought: { fontStyle: 'italic', color: theme.palette.text.secondary },
  toggle: { textTransform: 'none', textAlign: 'left' },
  folded: { transform: 'rotate(-90deg)' },
  failed: { color: theme.palette.status.error, marginRight: 4 },
  actions: {
    listStyle: 'none',
    margin: 0,
    padding: theme.spacing(0.5, 0, 0, 1),
    display: 'grid',
    gap: theme.spacing(0.5),
  },
}));

/** What the agent thought or said, with what it did then: folded unless it is the step that it is at. */
export function StepItem(props: { step: Step; isCurrent: boolean }) {
  const { step, isCurrent } = props;
  const { words, actions } = step;
  const classes = useStyles();
  const t = useWords();
  const id = useId();
  const [chosen, setChosen] = useState<boolean>();
  const open = chosen ?? isCurrent;
  const isThought = words?.kind === 'thought';
  return (
    <li className={classes.root}>
      {words && (
        <Typography
          component="div"
          variant="body2"
          className={isThought ? classes.thought : undefined}
        >
          <strong>{t(isThought ? 'activity.thought' : 'activity.said')}</strong>
          <LongText
            text={words.text}
            name={t(
              isThought ? 'activity.thisThought' : 'activity.thisMessage',
            )}
          />
        </Typography>
      )}
      {actions.length > 0 && (
        <>
          <Button
            size="small"
            className={classes.toggle}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setChosen(!open)}
            startIcon={
              <ExpandMoreIcon className={open ? undefined : classes.folded} />
            }
          >
            {actions.some(action => action.failed) && (
              <ErrorIcon
                fontSize="small"
                aria-hidden
                className={classes.failed}
              />
            )}
            {actionsText(actions, t)}
          </Button>
          <ul id={id} className={classes.actions} hidden={!open}>
            {open &&
              actions.map(action => (
                <ActionItem key={action.position} action={action} />
              ))}
          </ul>
        </>
      )}
    </li>
  );
}
