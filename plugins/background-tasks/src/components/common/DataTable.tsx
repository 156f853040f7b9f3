import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import type { ReactNode } from 'react';
import { useWords } from '../../useWords';
import { ScrollRegion } from './ScrollRegion';

const useStyles = makeStyles({
  root: { overflowX: 'auto', border: 0 },
  // Where a screen is narrower the table is moved, and words stay whole.
  table: {
    minWidth: 560,
    '& th, & td': { wordBreak: 'normal', overflowWrap: 'break-word' },
  },
});

/** A table of a few columns that stays readable on a narrow screen. */
export function DataTable(props: { label: string; children: ReactNode }) {
  const { label, children } = props;
  const classes = useStyles();
  const t = useWords();
  return (
    // Often it stands in a section of the same name, and no two landmarks may have one.
    <ScrollRegion
      className={classes.root}
      aria-label={t('common.asTable', { title: label })}
    >
      <Table size="small" aria-label={label} className={classes.table}>
        {children}
      </Table>
    </ScrollRegion>
  );
}
