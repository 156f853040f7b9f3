import { EmptyState } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Alert from '@material-ui/lab/Alert';
import type {
  BackgroundTask,
  ValidationReport,
} from '@background-tasks/plugin-background-tasks-common';
import type { TaskEventLog } from '../../live';
import { useWords } from '../../useWords';
import { DataTable } from '../common';
import { CheckRow } from './CheckRow';
import { pairChecks } from './pairChecks';
import { RepairRounds } from './RepairRounds';

/** The repository's own checks, before and after the change. */
export function TaskChecks(props: {
  task: BackgroundTask;
  log: TaskEventLog;
  active: boolean;
}) {
  const { task, log, active } = props;
  const t = useWords();
  const report = task.validation;
  const pairs = pairChecks(report);
  if (pairs.length === 0) {
    return (
      <EmptyState
        missing="data"
        title={t(active ? 'checks.noneYet' : 'checks.none')}
        description={t('checks.noneText')}
      />
    );
  }
  return (
    <>
      <Verdict report={report} />
      <Paper>
        <DataTable label={t('checks.table')}>
          <TableHead>
            <TableRow>
              <TableCell>{t('checks.check')}</TableCell>
              <TableCell>{t('checks.before')}</TableCell>
              <TableCell>{t('checks.after')}</TableCell>
              <TableCell>{t('checks.duration')}</TableCell>
              <TableCell>{t('checks.findings')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {pairs.map(pair => (
              <CheckRow key={pair.key} pair={pair} />
            ))}
          </TableBody>
        </DataTable>
      </Paper>
      {task.change.repairRounds > 0 && (
        <RepairRounds log={log} recorded={task.change.rounds} />
      )}
    </>
  );
}

function Verdict(props: { report: ValidationReport }) {
  const t = useWords();
  const { verdict, gate } = props.report;
  const style = { marginBottom: 16 };
  switch (verdict) {
    case 'passed':
      return (
        <Alert severity="success" role="note" style={style}>
          {t('checks.verdict.passed')}
        </Alert>
      );
    case 'failed':
      return (
        <Alert severity="error" role="note" style={style}>
          {t(whyFailed(gate))}
        </Alert>
      );
    case 'none':
      return (
        <Alert severity="warning" role="note" style={style}>
          {t('checks.verdict.none')}
        </Alert>
      );
    default:
      return null;
  }
}

function whyFailed(gate: ValidationReport['gate']) {
  const has = (status: (typeof gate)[number]['status']) =>
    gate.some(check => check.status === status);
  if (has('failed')) return 'checks.verdict.newFailures';
  return has('notRun') ? 'checks.verdict.notRun' : 'checks.verdict.failed';
}
