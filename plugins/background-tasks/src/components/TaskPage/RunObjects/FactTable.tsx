import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { ReactNode } from 'react';
import { ScrollRegion } from '../../common';

const useStyles = makeStyles(theme => ({
  title: { marginTop: theme.spacing(2) },
  scroll: { overflowX: 'auto', marginTop: theme.spacing(1) },
  table: { overflowWrap: 'anywhere' },
  head: { overflowWrap: 'normal' },
}));

/** A small table whose rows are of one kind. */
export function FactTable(props: {
  /** What it is called. */
  label: string;
  /** Whether the name is shown above it too. */
  titled?: boolean;
  columns: readonly string[];
  rows: readonly (readonly ReactNode[])[];
}) {
  const { label, titled, columns, rows } = props;
  const classes = useStyles();
  return (
    <>
      {titled && (
        <Typography
          component="h4"
          variant="subtitle2"
          className={classes.title}
        >
          {label}
        </Typography>
      )}
      <ScrollRegion aria-label={label} className={classes.scroll}>
        <Table size="small" aria-label={label} className={classes.table}>
          <TableHead className={classes.head}>
            <TableRow>
              {columns.map(column => (
                <TableCell key={column}>{column}</TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map((cells, row) => (
              <TableRow key={row}>
                {cells.map((cell, column) => (
                  <TableCell key={columns[column]}>{cell}</TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </ScrollRegion>
    </>
  );
}
