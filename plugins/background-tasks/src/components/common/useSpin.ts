import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  '@keyframes spin': {
    from: { transform: 'rotate(0deg)' },
    to: { transform: 'rotate(360deg)' },
  },
  spin: {
    animation: '$spin 2s linear infinite',
    '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
  },
});

/** The class of an icon that turns while something runs, unless the user wants no motion. */
export function useSpin(): string {
  return useStyles().spin;
}
