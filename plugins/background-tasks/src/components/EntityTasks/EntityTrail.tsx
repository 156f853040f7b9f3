import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useLocation } from 'react-router-dom';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';

const useStyles = makeStyles(theme => ({
  root: { marginBottom: theme.spacing(1) },
}));

/** The way back from a page of the tab to the entity's list; nothing on the list itself. */
export function EntityTrail() {
  const classes = useStyles();
  const t = useWords();
  const { pathname } = useLocation();
  const list = usePaths().tasks();
  if (pathname.replace(/\/+$/, '') === list.replace(/\/+$/, '')) return null;
  return (
    <nav aria-label={t('entity.trail')} className={classes.root}>
      <Typography variant="body2">
        <Link to={list}>← {t('entity.trail')}</Link>
      </Typography>
    </nav>
  );
}
