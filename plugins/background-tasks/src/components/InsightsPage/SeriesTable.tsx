import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { useWords } from '../../useWords';
import { ScrollRegion } from '../common';
import type { ChartData } from './ChartPanel';

const useStyles = makeStyles(theme => ({
  root: { maxHeight: 260, overflow: 'auto', border: 0 },
  cell: { padding: theme.spacing(0.75, 1.5), whiteSpace: 'nowrap' },
}));

/** The figures of a chart. */
export function SeriesTable(props: ChartData) {
  const { title, period, labels, series } = props;
  const classes = useStyles();
  const t = useWords();
  return (
    <ScrollRegion
      className={classes.root}
      aria-label={t('common.asTable', { title })}
    >
      <Table size="small" stickyHeader aria-label={title}>
        <TableHead>
          <TableRow>
            <TableCell className={classes.cell}>{period}</TableCell>
            {series.map(({ name }) => (
              <TableCell key={name} className={classes.cell} align="right">
                {name}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {labels.map((label, index) => (
            <TableRow key={label}>
              <TableCell component="th" scope="row" className={classes.cell}>
                {label}
              </TableCell>
              {series.map(({ name, values, format }) => (
                <TableCell key={name} className={classes.cell} align="right">
                  {format(values[index])}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </ScrollRegion>
  );
}
