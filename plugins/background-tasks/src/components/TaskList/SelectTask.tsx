import Checkbox from '@material-ui/core/Checkbox';
import {
  isFinalStatus,
  type BackgroundTaskSummary,
} from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';
import type { Selection } from './useSelection';

/** Selects one task to cancel it; one that cannot be cancelled cannot be selected, and says why. */
export function SelectTask(props: {
  task: BackgroundTaskSummary;
  selection: Selection;
}) {
  const { task, selection } = props;
  const t = useWords();
  const refusal = refusalOf(task, t);
  const label = refusal ?? t('taskList.select.one', { name: task.name });
  return (
    <Checkbox
      size="small"
      color="primary"
      disabled={refusal !== undefined}
      checked={selection.has(task.uid)}
      onChange={() => selection.toggle(task.uid)}
      inputProps={{ 'aria-label': label, title: label }}
    />
  );
}

/** Why it cannot be selected. */
function refusalOf(
  { name, status, can }: BackgroundTaskSummary,
  t: Words,
): string | undefined {
  if (isFinalStatus(status)) return t('taskList.select.ended', { name });
  return can.cancel ? undefined : t('taskList.select.mayNotCancel', { name });
}
