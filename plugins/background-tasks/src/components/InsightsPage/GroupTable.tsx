import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { InsightGroup } from '@background-tasks/plugin-background-tasks-common';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { formatShare } from '../common/formatShare';
import { formatAmount } from './formatAmount';

const COLUMNS = ['tasks', 'successRate', 'merged', 'cost'] as const;

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(2, 0, 0) },
  head: { padding: theme.spacing(0, 2, 1) },
  title: { fontSize: theme.typography.pxToRem(16), margin: 0 },
  cell: {
    padding: theme.spacing(1, 2),
    [theme.breakpoints.down('xs')]: { padding: theme.spacing(1) },
    'tr:last-child > &': { borderBottom: 0 },
  },
  number: { whiteSpace: 'nowrap', wordBreak: 'normal' },
  name: { overflowWrap: 'anywhere', minWidth: 110 },
  tasks: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: theme.spacing(1),
  },
  track: {
    width: 64,
    height: 6,
    [theme.breakpoints.down('xs')]: { display: 'none' },
  },
  bar: {
    display: 'block',
    height: '100%',
    borderRadius: 3,
    background: theme.palette.primary.main,
  },
}));

/** Figures side by side of what tasks have in common. */
export function GroupTable(props: {
  title: string;
  column: string;
  groups: InsightGroup[];
  /** What tasks without it are called. */
  none: string;
  note?: string;
}) {
  const { title, column, groups, none, note } = props;
  const classes = useStyles();
  const t = useWords();
  const most = Math.max(1, ...groups.map(({ figures }) => figures.tasks));
  return (
    <Paper component="section" className={classes.root} aria-label={title}>
      <div className={classes.head}>
        <Typography component="h3" variant="h6" className={classes.title}>
          {title}
        </Typography>
        {note && (
          <Typography variant="body2" color="textSecondary">
            {note}
          </Typography>
        )}
      </div>
      <TableContainer
        tabIndex={0}
        role="region"
        aria-label={t('common.asTable', { title })}
      >
        <Table size="small" aria-label={title}>
          <TableHead>
            <TableRow>
              <TableCell className={classes.cell}>{column}</TableCell>
              {COLUMNS.map(name => (
                <TableCell
                  key={name}
                  className={`${classes.cell} ${classes.number}`}
                  align="right"
                >
                  {t(`insights.group.${name}`)}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {groups.map(group => (
              <TableRow key={`${group.project} ${group.name}`}>
                <TableCell
                  component="th"
                  scope="row"
                  className={`${classes.cell} ${classes.name}`}
                >
                  <GroupName group={group} none={none} />
                </TableCell>
                <TableCell className={`${classes.cell} ${classes.number}`}>
                  <div className={classes.tasks}>
                    <span className={classes.track} aria-hidden>
                      <span
                        className={classes.bar}
                        style={{
                          width: `${(group.figures.tasks / most) * 100}%`,
                        }}
                      />
                    </span>
                    {group.figures.tasks.toLocaleString()}
                  </div>
                </TableCell>
                <TableCell
                  className={`${classes.cell} ${classes.number}`}
                  align="right"
                >
                  {formatShare(group.figures.successRate)}
                </TableCell>
                <TableCell
                  className={`${classes.cell} ${classes.number}`}
                  align="right"
                >
                  {group.figures.pullRequests.merged.toLocaleString()}
                </TableCell>
                <TableCell
                  className={`${classes.cell} ${classes.number}`}
                  align="right"
                >
                  {formatAmount(group.figures.costUsd)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </Paper>
  );
}

function GroupName(props: { group: InsightGroup; none: string }) {
  const t = useWords();
  const { name, project } = props.group;
  const paths = usePaths();
  if (name === null) {
    return (
      <>
        {project
          ? t('insights.group.ofProject', { name: props.none, project })
          : props.none}
      </>
    );
  }
  if (project) {
    return t('insights.group.ofProject', {
      name: <Link to={paths.template({ project, name })}>{name}</Link>,
      project,
    });
  }
  return name.includes(':') ? (
    <EntityRefLink entityRef={name} defaultKind="group" hideIcon />
  ) : (
    <>{name}</>
  );
}
