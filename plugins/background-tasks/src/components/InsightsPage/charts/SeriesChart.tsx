import { useTheme } from '@material-ui/core/styles';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useWords } from '../../../useWords';
import type { ChartData } from '../ChartPanel';

/** The only file that knows the chart library: bars on top of each other, or a line. */
export default function SeriesChart(props: ChartData & { height: number }) {
  const { title, kind, labels, series, height } = props;
  const { palette, typography } = useTheme();
  const t = useWords();
  const rows = labels.map((label, index) => ({
    label,
    ...Object.fromEntries(
      series.map(({ name, values }) => [name, values[index]]),
    ),
  }));
  const axis = {
    stroke: palette.text.secondary,
    tick: { fill: palette.text.secondary, fontSize: 12 },
    tickLine: false,
  };
  const [first] = series;
  return (
    <div role="img" aria-label={t('insights.chart.picture', { title })}>
      <ResponsiveContainer width="100%" height={height}>
        <ComposedChart
          data={rows}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          // It is one picture to assistive technology, and the table tells its figures.
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke={palette.divider} />
          <XAxis dataKey="label" minTickGap={24} {...axis} />
          <YAxis
            width={kind === 'line' ? 52 : 44}
            allowDecimals={kind === 'line'}
            domain={kind === 'line' ? [0, 1] : undefined}
            ticks={kind === 'line' ? [0, 0.25, 0.5, 0.75, 1] : undefined}
            tickFormatter={value => first?.format(Number(value)) ?? ''}
            axisLine={false}
            {...axis}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: palette.action.hover, stroke: palette.divider }}
            contentStyle={{
              background: palette.background.paper,
              color: palette.text.primary,
              border: `1px solid ${palette.divider}`,
              borderRadius: 4,
              fontFamily: typography.fontFamily,
            }}
            labelStyle={{ color: palette.text.primary }}
            itemStyle={{ color: palette.text.primary }}
            formatter={(value, name) => [
              series
                .find(each => each.name === name)
                ?.format(value === undefined ? null : Number(value)),
              name,
            ]}
          />
          {series.length > 1 && (
            <Legend
              iconType="square"
              // In the order of the layers, not by name.
              itemSorter={null}
              formatter={name => (
                <span
                  style={{
                    color: palette.text.primary,
                    fontFamily: typography.fontFamily,
                  }}
                >
                  {name}
                </span>
              )}
            />
          )}
          {series.map(({ name, color }) =>
            kind === 'line' ? (
              <Line
                key={name}
                dataKey={name}
                stroke={color}
                strokeWidth={2}
                dot={{ r: 3, fill: color }}
                connectNulls
                isAnimationActive={false}
              />
            ) : (
              <Bar
                key={name}
                dataKey={name}
                stackId="all"
                fill={color}
                // A hairline between the layers: they are told apart without their colours too.
                stroke={palette.background.paper}
                maxBarSize={36}
                isAnimationActive={false}
              />
            ),
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}
