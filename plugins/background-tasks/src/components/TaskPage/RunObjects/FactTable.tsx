import { makeStyles } from '@material-ui/core/styles';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { ReactNode } from 'react';
import { DataTable } from '../../common';

const useStyles = makeStyles(theme => ({
  title: { marginTop: theme.spacing(2) },
  table: { marginTop: theme.spacing(1) },
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
      <div className={classes.table}>
        <DataTable label={label}>
          <TableHead>
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
        </DataTable>
      </div>
    </>
  );
}
