import Checkbox from '@material-ui/core/Checkbox';
import {
  isFinalStatus,
  type BackgroundTaskSummary,
} from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import type { Selection } from './useSelection';

/** Selects one task; one that has ended cannot be, and says so. */
export function SelectTask(props: {
  task: BackgroundTaskSummary;
  selection: Selection;
}) {
  const { task, selection } = props;
  const t = useWords();
  const ended = isFinalStatus(task.status);
  const label = t(ended ? 'taskList.select.ended' : 'taskList.select.one', {
    name: task.name,
  });
  return (
    <Checkbox
      size="small"
      color="primary"
      disabled={ended}
      checked={selection.has(task.uid)}
      onChange={() => selection.toggle(task.uid)}
      inputProps={{ 'aria-label': label, title: label }}
    />
  );
}
