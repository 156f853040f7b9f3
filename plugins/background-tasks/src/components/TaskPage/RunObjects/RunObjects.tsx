import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import {
  isFinalStatus,
  type BackgroundTask,
  type TaskObject,
} from '@background-tasks/plugin-background-tasks-common';
import { useTaskObjects } from '../../../hooks/useTaskObjects';
import { useWords } from '../../../useWords';
import { ErrorNotice } from '../../common';
import { Section } from '../Section';
import { ContainerTable } from './ContainerTable';
import { EventTable } from './EventTable';
import { ObjectTable } from './ObjectTable';

/** What the latest run of a task is made of in its cluster, and what the cluster says of it. */
export function RunObjects(props: { task: BackgroundTask }) {
  const { task } = props;
  const t = useWords();
  const active = !isFinalStatus(task.status);
  const objects = useTaskObjects(task, { active });
  return (
    <Section title={t('runObjects.title')}>
      {objects.isPending && <Skeleton variant="rect" height={160} />}
      {objects.isError && (
        <ErrorNotice
          title={t('runObjects.failed')}
          error={objects.error}
          onRetry={() => objects.refetch()}
        />
      )}
      {objects.data && <Found items={objects.data.items} active={active} />}
    </Section>
  );
}

function Found(props: { items: readonly TaskObject[]; active: boolean }) {
  const { items, active } = props;
  const t = useWords();
  const [first] = items;
  if (!first) {
    return <Note text={t(active ? 'runObjects.notYet' : 'runObjects.gone')} />;
  }
  const { namespace, cluster } = first;
  const isRemoved = !active && items.every(isSession);
  return (
    <>
      <Note text={t('runObjects.place', { namespace, cluster })} />
      <ObjectTable objects={items} />
      {isRemoved && <Note text={t('runObjects.removed')} />}
      {items.map(({ name, containers = [] }) =>
        containers.length > 0 ? (
          <ContainerTable key={name} containers={containers} />
        ) : null,
      )}
      <EventTable objects={items} />
    </>
  );
}

function Note(props: { text: string }) {
  return (
    <Typography variant="body2" color="textSecondary">
      {props.text}
    </Typography>
  );
}

function isSession({ kind }: TaskObject): boolean {
  return kind === 'AgenticSession';
}
