import Typography from '@material-ui/core/Typography';
import {
  isFinalStatus,
  type BackgroundTaskSummary,
} from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';
import { phaseText, ProgressBar, PullRequestLink } from '../common';

/** How far a task is and what it does now, or what came of it. */
export function TaskProgress(props: { task: BackgroundTaskSummary }) {
  const { task } = props;
  const t = useWords();
  if (isFinalStatus(task.status)) {
    return (
      <Typography component="div" variant="body2" color="textSecondary">
        {task.prUrl ? (
          <>
            {t('taskList.pullRequest')} <PullRequestLink url={task.prUrl} />
          </>
        ) : (
          outcomeText(task, t)
        )}
      </Typography>
    );
  }
  return (
    <>
      <ProgressBar
        label={t('taskList.progressOf', { name: task.name })}
        progress={task.progress}
      />
      <Typography component="div" variant="caption" color="textSecondary">
        {phaseText(task.currentPhase, t)}
      </Typography>
    </>
  );
}

function outcomeText(
  { outcome, currentPhase }: BackgroundTaskSummary,
  t: Words,
) {
  return outcome
    ? t(`taskList.outcome.${outcome}`)
    : phaseText(currentPhase, t);
}
