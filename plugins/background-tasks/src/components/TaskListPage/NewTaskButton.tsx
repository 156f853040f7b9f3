import { LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import { useBackgroundTasksProjects } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';

/** Leads to the form, or says why it does not. */
export function NewTaskButton() {
  const t = useWords();
  const paths = usePaths();
  const projects = useBackgroundTasksProjects();
  const items = projects.data?.items ?? [];
  // Until it is known otherwise the form itself tells.
  if (items.length > 0 && items.every(({ may }) => !may.create)) {
    return (
      <Tooltip title={t('taskList.mayNotCreate')}>
        <Button
          variant="contained"
          color="primary"
          aria-disabled
          disableRipple
          style={{ opacity: 0.5, cursor: 'not-allowed' }}
        >
          {t('taskList.newTask')}
        </Button>
      </Tooltip>
    );
  }
  return (
    <LinkButton to={paths.newTask()} variant="contained" color="primary">
      {t('taskList.newTask')}
    </LinkButton>
  );
}
