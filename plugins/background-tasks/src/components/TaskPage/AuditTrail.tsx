import Button from '@material-ui/core/Button';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import type {
  AuditEntry,
  BackgroundTask,
} from '@background-tasks/plugin-background-tasks-common';
import { errorStatus } from '../../api';
import { useTaskAudit } from '../../hooks/useTaskAudit';
import { ErrorNotice } from '../common';
import { ExactTime } from './ExactTime';
import { Section } from './Section';

const actions: Readonly<Record<string, string>> = {
  'task-create': 'Created',
  'task-create-replay': 'Created, asked for again',
  'task-cancel': 'Cancelled',
  'task-retry': 'Retried',
  'task-ended': 'Ended',
  'template-create': 'Made a template of it',
};

/** Who did what to the task, and when. */
export function AuditTrail(props: { task: BackgroundTask }) {
  const { task } = props;
  const audit = useTaskAudit(task, `${task.status} ${task.stopping}`);
  const entries = audit.data?.pages.flatMap(page => page.items) ?? [];
  return (
    <Section title="Audit trail">
      {audit.isPending && <Skeleton variant="rect" height={96} />}
      {audit.isError && <NoAudit error={audit.error} onRetry={audit.refetch} />}
      {audit.isSuccess && entries.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          Nothing is recorded of this task.
        </Typography>
      )}
      {entries.length > 0 && <Entries entries={entries} />}
      {audit.hasNextPage && (
        <Button
          size="small"
          disabled={audit.isFetchingNextPage}
          onClick={() => audit.fetchNextPage()}
        >
          Show earlier
        </Button>
      )}
    </Section>
  );
}

function NoAudit(props: { error: unknown; onRetry: () => void }) {
  if (errorStatus(props.error) === 403) {
    return (
      <Typography variant="body2" color="textSecondary">
        You may not read the audit trail.
      </Typography>
    );
  }
  return (
    <ErrorNotice
      title="The audit trail could not be loaded"
      error={props.error}
      onRetry={props.onRetry}
    />
  );
}

function Entries(props: { entries: readonly AuditEntry[] }) {
  return (
    <Table size="small" aria-label="Audit trail">
      <TableHead>
        <TableRow>
          <TableCell>Time</TableCell>
          <TableCell>What</TableCell>
          <TableCell>Who</TableCell>
          <TableCell>Result</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {props.entries.map((entry, index) => (
          <TableRow key={index}>
            <TableCell>
              <ExactTime time={entry.time} />
            </TableCell>
            <TableCell>{actions[entry.action] ?? entry.action}</TableCell>
            <TableCell>
              {entry.actor}
              {entry.onBehalfOf && ` for ${entry.onBehalfOf}`}
            </TableCell>
            <TableCell>
              {entry.result === 'success' ? 'Done' : 'Refused'}
              {entry.detail && `: ${entry.detail}`}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
