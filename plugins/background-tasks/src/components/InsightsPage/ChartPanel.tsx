import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { useId, useState } from 'react';
import { useWords } from '../../useWords';
import { lazyAgain, PanelBoundary } from '../common';
import { SeriesTable } from './SeriesTable';

// Charts are most of what this page weighs: they come when they are looked at.
const SeriesChart = lazyAgain<ChartData & { height: number }>(
  async () => (await import('./charts/SeriesChart')).default,
  ({ height }) => <Skeleton variant="rect" height={height} />,
);

/** One line or one layer of a chart. */
export type Series = {
  name: string;
  color: string;
  /** One per label; null where there is nothing to tell. */
  values: (number | null)[];
  format: (value: number | null) => string;
};

/** What a chart and its table show. */
export type ChartData = {
  title: string;
  kind: 'stacked' | 'line';
  /** What the labels are, in the words of the portal: `Day`. */
  period: string;
  labels: string[];
  series: Series[];
};

const CHART_HEIGHT = 260;

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(2) },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  },
  title: { fontSize: theme.typography.pxToRem(16), margin: 0 },
}));

/** A chart, and the same figures as a table for whoever does not see it, or wants the numbers. */
export function ChartPanel(props: ChartData) {
  const { title } = props;
  const classes = useStyles();
  const t = useWords();
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  return (
    <Paper component="section" className={classes.root} aria-labelledby={id}>
      <div className={classes.head}>
        <Typography
          id={id}
          component="h3"
          variant="h6"
          className={classes.title}
        >
          {title}
        </Typography>
        <Button
          size="small"
          aria-label={t(
            asTable ? 'insights.chart.asChartOf' : 'insights.chart.asTableOf',
            { title },
          )}
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? 'insights.chart.asChart' : 'insights.chart.asTable')}
        </Button>
      </div>
      {asTable ? (
        <SeriesTable {...props} />
      ) : (
        <PanelBoundary title={t('insights.chart.failed')}>
          <SeriesChart {...props} height={CHART_HEIGHT} />
        </PanelBoundary>
      )}
    </Paper>
  );
}
