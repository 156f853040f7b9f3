import type { TaskTrigger } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';

/** What made a task. */
export function TriggerText(props: { trigger: TaskTrigger }) {
  const { kind, ref } = props.trigger;
  const t = useWords();
  return <span title={ref}>{t(`taskList.trigger.${kind}`)}</span>;
}
