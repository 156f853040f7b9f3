import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import ArrowDownwardIcon from '@material-ui/icons/ArrowDownward';
import { useEffect, useState } from 'react';
import { useWords } from '../../useWords';

const useStyles = makeStyles(theme => ({
  root: {
    position: 'absolute',
    bottom: theme.spacing(2),
    right: theme.spacing(3),
  },
}));

/** The way back to the newest line for who stopped following, with the number of lines that came meanwhile. */
export function JumpButton(props: {
  lineCount: number;
  following: boolean;
  active: boolean;
  onJump: () => void;
}) {
  const { lineCount, following, active, onJump } = props;
  const classes = useStyles();
  const t = useWords();
  const [seen, setSeen] = useState(lineCount);
  useEffect(() => {
    if (following) setSeen(lineCount);
  }, [following, lineCount]);
  if (following || lineCount === 0) return null;
  const unseen = active ? Math.max(0, lineCount - seen) : 0;
  return (
    <Button
      className={classes.root}
      size="small"
      variant="contained"
      color="primary"
      startIcon={<ArrowDownwardIcon />}
      onClick={onJump}
    >
      {unseen > 0
        ? t('log.jumpNew', { number: unseen })
        : t(active ? 'log.jump' : 'log.jumpToEnd')}
    </Button>
  );
}
