import type { TaskObject } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../../useWords';
import { TimeAgo } from '../../common';
import { FactTable } from './FactTable';

/** The objects of a run, from the one that owns all to what runs. */
export function ObjectTable(props: { objects: readonly TaskObject[] }) {
  const t = useWords();
  return (
    <FactTable
      label={t('runObjects.objects')}
      columns={[
        t('runObjects.kind'),
        t('runObjects.name'),
        t('runObjects.status'),
        t('runObjects.age'),
      ]}
      rows={props.objects.map(({ kind, name, status, createdAt }) => [
        kind,
        <code>{name}</code>,
        status,
        <TimeAgo time={createdAt} />,
      ])}
    />
  );
}
