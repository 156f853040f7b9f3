import { EmptyState, LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { usePaths } from '../../paths';

/** An empty list of templates, and the way on from there. */
export function NoTemplates(props: {
  /** Where others may be hidden by the choice of a project. */
  onShowAll: (() => void) | undefined;
  mayManage: boolean;
}) {
  const paths = usePaths();
  const { onShowAll, mayManage } = props;
  if (onShowAll) {
    return (
      <EmptyState
        missing="content"
        title="This project has no templates"
        description="Other projects may have some."
        action={
          <Button variant="outlined" onClick={onShowAll}>
            Show all projects
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      missing="content"
      title="No templates yet"
      description="A template is a task that many can use: instructions with blanks to fill in, and the checks that must hold. Write one, or make one from a task that succeeded."
      action={
        mayManage ? (
          <LinkButton
            to={paths.newTemplate()}
            variant="contained"
            color="primary"
          >
            New template
          </LinkButton>
        ) : undefined
      }
    />
  );
}
