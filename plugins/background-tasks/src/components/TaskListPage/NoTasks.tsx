import { EmptyState, LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';

/** An empty list, and the way on from there. */
export function NoTasks(props: {
  filtered: boolean;
  onClearFilter: () => void;
  newTaskPath: string;
}) {
  if (props.filtered) {
    return (
      <EmptyState
        missing="content"
        title="No task has this status"
        description="Other tasks may: the filter hides them."
        action={
          <Button variant="outlined" onClick={props.onClearFilter}>
            Show all tasks
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      missing="content"
      title="No background tasks yet"
      description="Describe a change to a repository in words: a coding agent makes it, the repository's own checks judge it, and you get a pull request."
      action={
        <LinkButton to={props.newTaskPath} variant="contained" color="primary">
          New task
        </LinkButton>
      }
    />
  );
}
