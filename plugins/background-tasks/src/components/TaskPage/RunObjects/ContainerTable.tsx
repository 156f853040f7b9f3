import type { TaskContainer } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../../useWords';
import { FactTable } from './FactTable';

/** The containers of a Pod, one per phase, in the order in which they run. */
export function ContainerTable(props: {
  containers: readonly TaskContainer[];
}) {
  const t = useWords();
  return (
    <FactTable
      titled
      label={t('runObjects.containers')}
      columns={[
        t('runObjects.container'),
        t('runObjects.state'),
        t('runObjects.reason'),
        t('runObjects.exitCode'),
        t('runObjects.restarts'),
      ]}
      rows={props.containers.map(container => [
        <code>{container.name}</code>,
        t(`runObjects.${container.state}`),
        container.reason ?? '–',
        container.exitCode ?? '–',
        container.restartCount,
      ])}
    />
  );
}
