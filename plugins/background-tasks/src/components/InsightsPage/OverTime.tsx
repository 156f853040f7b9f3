import { useTheme } from '@material-ui/core/styles';
import type {
  InsightFigures,
  Insights,
} from '@background-tasks/plugin-background-tasks-common';
import { DateTime } from 'luxon';
import { useWords, type Words } from '../../useWords';
import { formatShare } from '../common/formatShare';
import { useLocale } from '../common/useLocale';
import { chartColors, type ChartColors } from './chartColors';
import { ChartPanel, type Series } from './ChartPanel';
import { formatAmount } from './formatAmount';

const count = (value: number | null) => (value ?? 0).toLocaleString();

/** How tasks, their success, their pull requests and their cost went. */
export function OverTime(props: { insights: Insights }) {
  const t = useWords();
  const { overTime, interval, total } = props.insights;
  const locale = useLocale();
  const colors = chartColors(useTheme().palette.type);
  const labels = overTime.map(({ start }) => labelOf(start, interval, locale));
  const of = (value: (figures: InsightFigures) => number | null) =>
    overTime.map(({ figures }) => value(figures));
  const { open, merged, closed } = total.pullRequests;
  const shared = { labels, period: t(`insights.chart.${interval}`) };
  return (
    <>
      <ChartPanel
        {...shared}
        title={t(`insights.chart.statuses.${interval}`)}
        kind="stacked"
        series={statusSeries(of, colors, t)}
      />
      <ChartPanel
        {...shared}
        title={t(`insights.chart.successRate.${interval}`)}
        kind="line"
        series={[
          {
            name: t('insights.series.successRate'),
            color: colors.completed,
            values: of(({ successRate }) => successRate),
            format: formatShare,
          },
        ]}
      />
      {open + merged + closed > 0 && (
        <ChartPanel
          {...shared}
          title={t(`insights.chart.pullRequests.${interval}`)}
          kind="stacked"
          series={[
            {
              name: t('insights.series.merged'),
              color: colors.merged,
              values: of(({ pullRequests }) => pullRequests.merged),
              format: count,
            },
            {
              name: t('insights.series.open'),
              color: colors.completed,
              values: of(({ pullRequests }) => pullRequests.open),
              format: count,
            },
            {
              name: t('insights.series.closed'),
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
          title={t(`insights.chart.costs.${interval}`)}
          kind="stacked"
          series={[
            {
              name: t('insights.series.cost'),
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
  t: Words,
): Series[] {
  const series = [
    {
      name: t('common.status.Completed'),
      color: colors.completed,
      values: of(({ statuses }) => statuses.Completed),
    },
    {
      name: t('common.status.Failed'),
      color: colors.failed,
      values: of(({ statuses }) => statuses.Failed),
    },
    {
      name: t('common.status.Timeout'),
      color: colors.timeout,
      values: of(({ statuses }) => statuses.Timeout),
    },
    {
      name: t('common.status.Stopped'),
      color: colors.stopped,
      values: of(({ statuses }) => statuses.Stopped),
    },
    {
      name: t('insights.series.notEnded'),
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

function labelOf(
  start: string,
  interval: Insights['interval'],
  locale: string | undefined,
): string {
  const day = DateTime.fromISO(start, { zone: 'utc', locale });
  return interval === 'day'
    ? day.toLocaleString({ month: 'short', day: 'numeric' })
    : day.toLocaleString({ month: 'short', day: 'numeric', year: '2-digit' });
}
