import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    height: 2.5 * sidebarConfig.logoHeight,
    marginBottom: 8,
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: 12,
    marginLeft: 21,
    color: '#ffffff',
    whiteSpace: 'nowrap',
    fontSize: 15,
    fontWeight: 600,
  },
});

export function Logo() {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <div className={classes.root}>
      <Link
        to="/"
        underline="none"
        className={classes.link}
        aria-label="Background Tasks: home"
      >
        <LogoIcon />
        {isOpen && <span>Background Tasks</span>}
      </Link>
    </div>
  );
}

function LogoIcon() {
  return (
    <svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true">
      <circle
        cx="15"
        cy="15"
        r="12"
        fill="none"
        stroke="#7df3e1"
        strokeWidth="3"
        strokeDasharray="57 19"
        strokeLinecap="round"
        transform="rotate(-60 15 15)"
      />
      <path
        d="M10 15.5l3.6 3.6 6.6-7.4"
        fill="none"
        stroke="#ffffff"
        strokeWidth="2.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
