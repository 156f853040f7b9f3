import Button from '@material-ui/core/Button';
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
import { useWords, type Words } from '../../useWords';
import { DataTable, ErrorNotice, useGuard } from '../common';
import { ExactTime } from './ExactTime';
import { Section } from './Section';

const actions: Readonly<
  Record<
    string,
    'create' | 'replay' | 'cancel' | 'retry' | 'ended' | 'template' | undefined
  >
> = {
  'task-create': 'create',
  'task-create-replay': 'replay',
  'task-cancel': 'cancel',
  'task-retry': 'retry',
  'task-ended': 'ended',
  'template-create': 'template',
};

/** Who did what to the task, and when. */
export function AuditTrail(props: { task: BackgroundTask }) {
  const { task } = props;
  const t = useWords();
  const guard = useGuard();
  const audit = useTaskAudit(task, `${task.status} ${task.stopping}`);
  const entries = audit.data?.pages.flatMap(page => page.items) ?? [];
  return (
    <Section title={t('details.audit.title')}>
      {audit.isPending && <Skeleton variant="rect" height={96} />}
      {audit.isError && <NoAudit error={audit.error} onRetry={audit.refetch} />}
      {audit.isSuccess && entries.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          {t('details.audit.nothing')}
        </Typography>
      )}
      {entries.length > 0 && <Entries entries={entries} />}
      {audit.hasNextPage && (
        <Button
          size="small"
          {...guard(audit.isFetchingNextPage, () => audit.fetchNextPage())}
        >
          {t('details.audit.earlier')}
        </Button>
      )}
    </Section>
  );
}

function NoAudit(props: { error: unknown; onRetry: () => void }) {
  const t = useWords();
  if (errorStatus(props.error) === 403) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('details.audit.mayNot')}
      </Typography>
    );
  }
  return (
    <ErrorNotice
      title={t('details.audit.notLoaded')}
      error={props.error}
      onRetry={props.onRetry}
    />
  );
}

function Entries(props: { entries: readonly AuditEntry[] }) {
  const t = useWords();
  return (
    <DataTable label={t('details.audit.title')}>
      <TableHead>
        <TableRow>
          <TableCell>{t('details.audit.time')}</TableCell>
          <TableCell>{t('details.audit.what')}</TableCell>
          <TableCell>{t('details.audit.who')}</TableCell>
          <TableCell>{t('details.audit.result')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {props.entries.map((entry, index) => (
          <TableRow key={index}>
            <TableCell>
              <ExactTime time={entry.time} />
            </TableCell>
            <TableCell>{actionText(entry, t)}</TableCell>
            <TableCell>{whoText(entry, t)}</TableCell>
            <TableCell>{resultText(entry, t)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </DataTable>
  );
}

function actionText({ action }: AuditEntry, t: Words): string {
  const known = actions[action];
  return known ? t(`details.audit.actions.${known}`) : action;
}

function whoText({ actor, onBehalfOf }: AuditEntry, t: Words): string {
  return onBehalfOf
    ? t('details.audit.whoFor', { actor, user: onBehalfOf })
    : actor;
}

function resultText(entry: AuditEntry, t: Words): string {
  const { detail } = entry;
  const result = t(
    entry.result === 'success' ? 'details.audit.done' : 'details.audit.refused',
  );
  return detail ? t('details.audit.withDetail', { result, detail }) : result;
}
