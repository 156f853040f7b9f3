import { useTheme } from '@material-ui/core/styles';
import type {
  InsightFigures,
  Insights,
} from '@background-tasks/plugin-background-tasks-common';
import { DateTime } from 'luxon';
import { formatShare } from '../common/formatShare';
import { chartColors, type ChartColors } from './chartColors';
import { ChartPanel, type Series } from './ChartPanel';
import { formatAmount } from './formatAmount';

const count = (value: number | null) => (value ?? 0).toLocaleString();

/** How tasks, their success, their pull requests and their cost went. */
export function OverTime(props: { insights: Insights }) {
  const { overTime, interval, total } = props.insights;
  const colors = chartColors(useTheme().palette.type);
  const labels = overTime.map(({ start }) => labelOf(start, interval));
  const of = (value: (figures: InsightFigures) => number | null) =>
    overTime.map(({ figures }) => value(figures));
  const { open, merged, closed } = total.pullRequests;
  const shared = { labels, period: interval === 'day' ? 'Day' : 'Week of' };
  return (
    <>
      <ChartPanel
        {...shared}
        title={`Tasks by status per ${interval}`}
        kind="stacked"
        series={statusSeries(of, colors)}
      />
      <ChartPanel
        {...shared}
        title={`Success rate per ${interval}`}
        kind="line"
        series={[
          {
            name: 'Success rate',
            color: colors.completed,
            values: of(({ successRate }) => successRate),
            format: formatShare,
          },
        ]}
      />
      {open + merged + closed > 0 && (
        <ChartPanel
          {...shared}
          title={`Pull requests per ${interval}`}
          kind="stacked"
          series={[
            {
              name: 'Merged',
              color: colors.merged,
              values: of(({ pullRequests }) => pullRequests.merged),
              format: count,
            },
            {
              name: 'Open',
              color: colors.completed,
              values: of(({ pullRequests }) => pullRequests.open),
              format: count,
            },
            {
              name: 'Closed',
              color: colors.stopped,
              values: of(({ pullRequests }) => pullRequests.closed),
              format: count,
            },
          ]}
        />
      )}
      {total.costUsd > 0 && (
        <ChartPanel
          {...shared}
          title={`Cost of models per ${interval}`}
          kind="stacked"
          series={[
            {
              name: 'Cost',
              color: colors.active,
              values: of(({ costUsd }) => costUsd),
              format: value => formatAmount(value ?? 0),
            },
          ]}
        />
      )}
    </>
  );
}

function statusSeries(
  of: (value: (figures: InsightFigures) => number) => (number | null)[],
  colors: ChartColors,
): Series[] {
  const series = [
    {
      name: 'Completed',
      color: colors.completed,
      values: of(({ statuses }) => statuses.Completed),
    },
    {
      name: 'Failed',
      color: colors.failed,
      values: of(({ statuses }) => statuses.Failed),
    },
    {
      name: 'Timed out',
      color: colors.timeout,
      values: of(({ statuses }) => statuses.Timeout),
    },
    {
      name: 'Stopped',
      color: colors.stopped,
      values: of(({ statuses }) => statuses.Stopped),
    },
    {
      name: 'Not ended',
      color: colors.active,
      values: of(
        ({ statuses }) =>
          statuses.Pending + statuses.Creating + statuses.Running,
      ),
    },
  ];
  // What never happened only takes room in the legend.
  return series
    .filter(({ values }) => values.some(value => value))
    .map(each => ({ ...each, format: count }));
}

function labelOf(start: string, interval: Insights['interval']): string {
  const day = DateTime.fromISO(start, { zone: 'utc' });
  return interval === 'day'
    ? day.toLocaleString({ month: 'short', day: 'numeric' })
    : day.toLocaleString({ month: 'short', day: 'numeric', year: '2-digit' });
}
