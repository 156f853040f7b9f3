import { Link } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { TaskTemplate } from '@background-tasks/plugin-background-tasks-common';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { SuccessRate } from './SuccessRate';
import { TemplateUse } from './TemplateUse';
import { UseTemplateButton } from './UseTemplateButton';

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: theme.spacing(1.5),
  },
  card: {
    padding: theme.spacing(1.5),
    display: 'grid',
    gap: theme.spacing(0.75),
    overflowWrap: 'anywhere',
    fontFamily: theme.typography.fontFamily,
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(0.5, 2),
  },
}));

/** Templates as cards, where a table has no room. */
export function TemplateCards(props: { templates: TaskTemplate[] }) {
  const classes = useStyles();
  const t = useWords();
  const paths = usePaths();
  return (
    <ul className={classes.list} aria-label={t('templates.title')}>
      {props.templates.map(template => (
        <Paper key={template.uid} component="li" className={classes.card}>
          <div className={classes.line}>
            <Link to={paths.template(template)}>{template.displayName}</Link>
            <UseTemplateButton template={template} />
          </div>
          {template.description && (
            <Typography variant="body2" color="textSecondary">
              {template.description.split('\n')[0]}
            </Typography>
          )}
          <Typography component="div" variant="body2" className={classes.line}>
            <span>
              {template.project} · <TemplateUse template={template} />
            </span>
            <SuccessRate statistics={template.statistics} />
          </Typography>
        </Paper>
      ))}
    </ul>
  );
}
