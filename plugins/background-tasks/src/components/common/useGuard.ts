import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  off: { opacity: 0.5, cursor: 'not-allowed' },
});

/** What makes a button do nothing for now. A disabled one would lose the focus, and could not say why. */
export function useGuard() {
  const classes = useStyles();
  return (isOff: boolean, onClick: () => void) => ({
    'aria-disabled': isOff || undefined,
    disableRipple: isOff,
    className: isOff ? classes.off : undefined,
    onClick: () => {
      if (!isOff) onClick();
    },
  });
}
