import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  FAILURES_MAX,
  type CheckFailure,
} from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';

const useStyles = makeStyles(theme => ({
  root: { margin: theme.spacing(0.5, 0, 1) },
  summary: { cursor: 'pointer' },
  list: {
    margin: theme.spacing(0.5, 0),
    paddingLeft: theme.spacing(2.5),
    overflowWrap: 'anywhere',
  },
}));

/** What a check complains about, one by one; nothing where there is nothing. */
export function FailureList(props: {
  title: string;
  failures: readonly CheckFailure[];
  folded?: boolean;
}) {
  const { failures, folded } = props;
  const classes = useStyles();
  const t = useWords();
  if (failures.length === 0) return null;
  const title = t(
    failures.length >= FAILURES_MAX ? 'checks.countedOrMore' : 'checks.counted',
    { title: props.title, number: String(failures.length) },
  );
  const list = (
    <ul className={classes.list} aria-label={title}>
      {failures.map((failure, index) => (
        <li key={index}>
          <Failure failure={failure} />
        </li>
      ))}
    </ul>
  );
  return (
    <Typography component="div" variant="body2" className={classes.root}>
      {folded ? (
        <details>
          <summary className={classes.summary}>{title}</summary>
          {list}
        </details>
      ) : (
        <>
          <strong>{title}</strong>
          {list}
        </>
      )}
    </Typography>
  );
}

function Failure(props: { failure: CheckFailure }) {
  const { file, line, rule, message } = props.failure;
  const place = [file, line].filter(part => part !== undefined).join(':');
  return (
    <>
      {place && <code>{place}</code>} {message} {rule && <em>({rule})</em>}
    </>
  );
}
