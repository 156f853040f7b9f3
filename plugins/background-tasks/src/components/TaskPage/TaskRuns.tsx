import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import { DataTable, formatDuration } from '../common';
import { ExactTime } from './ExactTime';
import { Section } from './Section';

/** Each run of a task: one, or more where a lost one was started again. */
export function TaskRuns(props: { runs: BackgroundTask['runs'] }) {
  const t = useWords();
  return (
    <Section title={t('details.runs.title')}>
      <DataTable label={t('details.runs.title')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('details.runs.attempt')}</TableCell>
            <TableCell>{t('details.runs.where')}</TableCell>
            <TableCell>{t('details.runs.started')}</TableCell>
            <TableCell>{t('details.runs.duration')}</TableCell>
            <TableCell>{t('details.runs.end')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {props.runs.map(run => (
            <TableRow key={run.attempt}>
              <TableCell>{run.attempt}</TableCell>
              <TableCell>{run.executor}</TableCell>
              <TableCell>
                {run.startedAt ? <ExactTime time={run.startedAt} /> : '–'}
              </TableCell>
              <TableCell>{durationOf(run)}</TableCell>
              <TableCell>
                {run.endReason ?? t('details.runs.notEnded')}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </DataTable>
    </Section>
  );
}

function durationOf({
  startedAt,
  endedAt,
}: BackgroundTask['runs'][number]): string {
  if (!startedAt || !endedAt) return '–';
  return formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
}
