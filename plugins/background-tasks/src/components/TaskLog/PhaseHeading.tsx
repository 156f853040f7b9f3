import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { TaskPhase } from '@background-tasks/plugin-background-tasks-common';
import type { AnsiColor } from './ansi';
import { darkTones, lightTones } from './useAnsiStyles';
import { ROW_HEIGHT_PX } from './useLogVirtualizer';

/** Which tone of the log each phase has; red is that of errors. */
const tones: Readonly<Record<TaskPhase, AnsiColor>> = {
  initialize: 'white',
  clone: 'blue',
  baseline: 'yellow',
  agent: 'magenta',
  collect: 'cyan',
  validate: 'green',
  publish: 'black',
  done: 'black',
};

const useStyles = makeStyles(theme => ({
  root: {
    minHeight: ROW_HEIGHT_PX,
    fontWeight: 'bold',
    paddingLeft: theme.spacing(1),
    borderLeft: '4px solid',
    boxShadow: `inset 0 1px ${theme.palette.divider}`,
    backgroundColor: theme.palette.action.hover,
    boxSizing: 'border-box',
  },
}));

/** Stands above the lines of a phase: its name, in its tone. */
export function PhaseHeading(props: { phase: TaskPhase; name: string }) {
  const { phase, name } = props;
  const classes = useStyles();
  const isDark = useTheme().palette.type === 'dark';
  const color = (isDark ? darkTones : lightTones)[tones[phase]];
  return (
    <div className={classes.root} style={{ color }}>
      {name}
    </div>
  );
}
