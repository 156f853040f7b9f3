import { EmptyState } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Alert from '@material-ui/lab/Alert';
import type {
  BackgroundTask,
  ValidationReport,
} from '@background-tasks/plugin-background-tasks-common';
import type { TaskEventLog } from '../../live';
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
  const report = task.validation;
  const pairs = pairChecks(report);
  if (pairs.length === 0) {
    return (
      <EmptyState
        missing="data"
        title={active ? 'No check has run yet' : 'No check has run'}
        description="The repository's formatter, linter and tests run on the untouched base first, then on the change."
      />
    );
  }
  return (
    <>
      <Verdict report={report} />
      <TableContainer component={Paper}>
        <Table size="small" aria-label="Checks">
          <TableHead>
            <TableRow>
              <TableCell>Check</TableCell>
              <TableCell>Before the change</TableCell>
              <TableCell>After the change</TableCell>
              <TableCell>Duration</TableCell>
              <TableCell>Findings</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {pairs.map(pair => (
              <CheckRow key={pair.key} pair={pair} />
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      {task.change.repairRounds > 0 && <RepairRounds log={log} />}
    </>
  );
}

function Verdict(props: { report: ValidationReport }) {
  const { verdict, gate } = props.report;
  const style = { marginBottom: 16 };
  switch (verdict) {
    case 'passed':
      return (
        <Alert severity="success" role="note" style={style}>
          All checks passed: nothing fails that did not fail before.
        </Alert>
      );
    case 'failed':
      return (
        <Alert severity="error" role="note" style={style}>
          {whyFailed(gate)} No pull request was opened.
        </Alert>
      );
    case 'none':
      return (
        <Alert severity="warning" role="note" style={style}>
          The repository has no checks; the project allows that.
        </Alert>
      );
    default:
      return null;
  }
}

function whyFailed(gate: ValidationReport['gate']): string {
  const has = (status: (typeof gate)[number]['status']) =>
    gate.some(check => check.status === status);
  if (has('failed')) {
    return 'The change makes checks fail that passed before.';
  }
  if (has('notRun')) {
    return 'A check could not run here, so that nobody knows whether the change passes it.';
  }
  return 'The change did not pass.';
}
