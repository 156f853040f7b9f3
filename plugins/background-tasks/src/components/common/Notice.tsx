import { makeStyles } from '@material-ui/core/styles';
import Alert, { type AlertProps } from '@material-ui/lab/Alert';

const useStyles = makeStyles({
  message: { minWidth: 0, overflowWrap: 'anywhere' },
});

/** Something to know of; its words break wherever they must, as those of others may be addresses of any length. */
export function Notice(props: Omit<AlertProps, 'classes'>) {
  const classes = useStyles();
  return <Alert {...props} classes={{ message: classes.message }} />;
}
