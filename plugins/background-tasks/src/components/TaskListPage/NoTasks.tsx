import { EmptyState } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { useWords } from '../../useWords';
import { NewTaskButton } from '../common';

/** An empty list, and the way on from there. */
export function NoTasks(props: { filtered: boolean; onClear: () => void }) {
  const t = useWords();
  if (props.filtered) {
    return (
      <EmptyState
        missing="content"
        title={t('taskList.empty.filteredTitle')}
        description={t('taskList.empty.filteredText')}
        action={
          <Button variant="outlined" onClick={props.onClear}>
            {t('taskList.empty.showAll')}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      missing="content"
      title={t('taskList.empty.title')}
      description={t('taskList.empty.text')}
      action={<NewTaskButton>{t('taskList.newTask')}</NewTaskButton>}
    />
  );
}
