import { makeStyles } from '@material-ui/core/styles';
import BuildIcon from '@material-ui/icons/Build';
import EditIcon from '@material-ui/icons/Edit';
import ErrorIcon from '@material-ui/icons/Error';
import type { Activity } from '../../live';
import { useWords, type Words } from '../../useWords';
import { ScrollRegion } from '../common';

const HEADLINE_CHARACTERS = 160;

const useStyles = makeStyles(theme => ({
  root: { display: 'flex', gap: theme.spacing(1), minWidth: 0 },
  icon: { color: theme.palette.text.secondary, marginTop: 2 },
  failed: { color: theme.palette.status.error, marginTop: 2 },
  body: { minWidth: 0, overflowWrap: 'anywhere' },
  summary: { cursor: 'pointer' },
  text: {
    margin: theme.spacing(0.5, 0, 1),
    padding: theme.spacing(1),
    maxHeight: 320,
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: 'monospace',
    fontSize: 12,
    backgroundColor: theme.palette.background.default,
  },
}));

/** One tool that the agent used, or one file that it edited. */
export function ActionItem(props: { action: Activity }) {
  const { action } = props;
  const classes = useStyles();
  const t = useWords();
  const { name, headline, rest } = describe(action, t);
  const title = (
    <>
      {name} {headline && <code>{headline}</code>}
    </>
  );
  return (
    <li className={classes.root}>
      <ActionIcon action={action} />
      <div className={classes.body}>
        {rest === '' ? (
          title
        ) : (
          <details>
            <summary className={classes.summary}>{title}</summary>
            <ScrollRegion
              className={classes.text}
              aria-label={t('activity.allOf', { name })}
            >
              {rest}
            </ScrollRegion>
          </details>
        )}
      </div>
    </li>
  );
}

function ActionIcon(props: { action: Activity }) {
  const { failed, kind } = props.action;
  const classes = useStyles();
  if (failed) {
    return (
      <ErrorIcon fontSize="small" aria-hidden className={classes.failed} />
    );
  }
  const Icon = kind === 'edit' ? EditIcon : BuildIcon;
  return <Icon fontSize="small" aria-hidden className={classes.icon} />;
}

/** `rest` is what does not stand in the headline already. */
function describe(action: Activity, t: Words) {
  const { tool, path, text } = action;
  const name = nameOf(action, t);
  const words = text.trim() === tool ? '' : text.trim();
  if (path) return { name, headline: path, rest: words === path ? '' : words };
  const headline = words.split('\n', 1)[0].slice(0, HEADLINE_CHARACTERS);
  return { name, headline, rest: headline === words ? '' : words };
}

function nameOf({ kind, tool, path, failed }: Activity, t: Words): string {
  const edits = kind === 'edit';
  // An edited file says enough.
  if (!tool || (edits && path)) {
    if (failed) return t('activity.failed');
    return t(edits ? 'activity.edited' : 'activity.used');
  }
  if (failed) return t('activity.failedTool', { tool });
  return t(edits ? 'activity.editedBy' : 'activity.usedTool', { tool });
}
