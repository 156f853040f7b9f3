import { EmptyState, LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';

/** An empty list of templates, and the way on from there. */
export function NoTemplates(props: {
  /** Where others may be hidden by the choice of a project. */
  onShowAll: (() => void) | undefined;
  mayManage: boolean;
}) {
  const t = useWords();
  const paths = usePaths();
  const { onShowAll, mayManage } = props;
  if (onShowAll) {
    return (
      <EmptyState
        missing="content"
        title={t('templates.empty.ofProjectTitle')}
        description={t('templates.empty.ofProjectText')}
        action={
          <Button variant="outlined" onClick={onShowAll}>
            {t('templates.empty.showAll')}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      missing="content"
      title={t('templates.empty.title')}
      description={t('templates.empty.text')}
      action={
        mayManage ? (
          <LinkButton
            to={paths.newTemplate()}
            variant="contained"
            color="primary"
          >
            {t('templates.newTemplate')}
          </LinkButton>
        ) : undefined
      }
    />
  );
}
