import Typography from '@material-ui/core/Typography';
import type { TaskObject } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../../useWords';
import { TimeAgo } from '../../common';
import { FactTable } from './FactTable';

/** What the cluster says of all objects of a run, the newest first. */
export function EventTable(props: { objects: readonly TaskObject[] }) {
  const t = useWords();
  const events = props.objects
    .flatMap(({ kind, events: own }) => own.map(event => ({ kind, ...event })))
    .sort((a, b) => Date.parse(b.lastSeenAt) - Date.parse(a.lastSeenAt));
  if (events.length === 0) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('runObjects.noEvents')}
      </Typography>
    );
  }
  return (
    <FactTable
      titled
      label={t('runObjects.events')}
      columns={[
        t('runObjects.lastSeen'),
        t('runObjects.type'),
        t('runObjects.about'),
        t('runObjects.reason'),
        t('runObjects.message'),
        t('runObjects.count'),
      ]}
      rows={events.map(event => [
        <TimeAgo time={event.lastSeenAt} />,
        event.type === 'Normal' ? event.type : <strong>{event.type}</strong>,
        event.kind,
        event.reason,
        event.message,
        event.count,
      ])}
    />
  );
}
