import Typography from '@material-ui/core/Typography';
import type { BackgroundTaskSummary } from '@background-tasks/plugin-background-tasks-common';
import { ProgressBar } from '../common';

/** How far a task is, and what it does now. */
export function TaskProgress(props: { task: BackgroundTaskSummary }) {
  const { task } = props;
  return (
    <>
      <ProgressBar
        label={`Progress of ${task.name}`}
        progress={task.progress}
      />
      <Typography component="div" variant="caption" color="textSecondary">
        {task.currentPhase}
      </Typography>
    </>
  );
}
