import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useLocation } from 'react-router-dom';
import { usePaths, type Paths } from '../../paths';
import { useWords } from '../../useWords';
import { pages } from './pages';

const tabs = ['tasks', 'templates', 'insights', 'settings'] as const;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    overflowX: 'auto',
    gap: theme.spacing(3),
    marginBottom: theme.spacing(2),
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  tab: {
    padding: theme.spacing(1, 0.5),
    whiteSpace: 'nowrap',
    fontFamily: theme.typography.fontFamily,
    // Secondary text has too little contrast to the page's own background.
    color: theme.palette.text.primary,
    borderBottom: '3px solid transparent',
    '&[aria-current="page"]': {
      fontWeight: theme.typography.fontWeightBold,
      borderBottomColor: theme.palette.primary.main,
    },
  },
}));

/** The way between the plugin's main pages: those that exist. */
export function PluginTabs() {
  const classes = useStyles();
  const paths = usePaths();
  const t = useWords();
  const { pathname } = useLocation();
  const shown = tabs.filter(isThere);
  const current = currentTab(pathname, paths);
  if (shown.length < 2) return null;
  return (
    <nav aria-label={t('nav.label')} className={classes.root}>
      {shown.map(tab => (
        <Link
          key={tab}
          to={paths[tab]()}
          underline="none"
          className={classes.tab}
          aria-current={tab === current ? 'page' : undefined}
        >
          {t(`nav.${tab}`)}
        </Link>
      ))}
    </nav>
  );
}

type Tab = (typeof tabs)[number];

function isThere(tab: Tab): boolean {
  return tab === 'tasks' || pages.some(({ path }) => path === `/${tab}`);
}

function currentTab(pathname: string, paths: Paths): Tab {
  const within = (path: string) =>
    pathname === path || pathname.startsWith(`${path}/`);
  if (within(paths.newTemplate())) return 'templates';
  // All other pages are about tasks.
  const other = tabs.find(tab => tab !== 'tasks' && within(paths[tab]()));
  return other ?? 'tasks';
}
