import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';
import { useState } from 'react';
import { useWords, type Words } from '../../useWords';
import { lazyAgain, PanelBoundary, ScrollRegion } from '../common';
import { FormField } from './FormField';
import { SCRIPT_PROVIDER } from './newTask';
import type { NewTaskFormState } from './useNewTaskForm';
import { INSTRUCTIONS_MAX } from './validateNewTask';

const MarkdownPreview = lazyAgain(
  async () => (await import('./MarkdownPreview')).default,
  PreviewSkeleton,
);

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(1), '& > *': { minWidth: 0 } },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    alignItems: 'center',
    justifyContent: 'space-between',
  },
  button: {
    textTransform: 'none',
    padding: theme.spacing(0.25, 1.25),
    color: theme.palette.text.secondary,
    '&.Mui-selected': { color: theme.palette.text.primary },
  },
  preview: {
    padding: theme.spacing(1.5),
    minHeight: 130,
    maxHeight: 480,
    overflow: 'auto',
  },
}));

/** An editor for Markdown, with a preview of how it will be read. */
export function InstructionsField(props: { state: NewTaskFormState }) {
  const { state } = props;
  const { instructions, provider } = state.values;
  const classes = useStyles();
  const t = useWords();
  const [preview, setPreview] = useState(false);
  // What is wrong is shown where it can be mended.
  const isWrong = state.errorOf('instructions') !== undefined;
  const shown = preview && !isWrong;
  const hasTemplate = state.templates.template !== undefined;
  return (
    <div className={classes.root}>
      <div className={classes.bar}>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={shown ? 'preview' : 'write'}
          aria-label={t('newTask.what.mode')}
          onChange={(_event, mode: string | null) => {
            if (mode) setPreview(mode === 'preview');
          }}
        >
          <ToggleButton value="write" className={classes.button}>
            {t('newTask.what.write')}
          </ToggleButton>
          <ToggleButton value="preview" className={classes.button}>
            {t('newTask.what.preview')}
          </ToggleButton>
        </ToggleButtonGroup>
        <Typography variant="caption" color="textSecondary">
          {t('newTask.what.count', {
            number: instructions.length.toLocaleString(),
            most: INSTRUCTIONS_MAX.toLocaleString(),
          })}
        </Typography>
      </div>
      {shown ? (
        <ScrollRegion
          className={classes.preview}
          aria-label={t('newTask.what.preview')}
        >
          <PanelBoundary title={t('newTask.what.previewNotShown')}>
            <MarkdownPreview
              text={instructions.trim() || t('newTask.what.nothing')}
            />
          </PanelBoundary>
        </ScrollRegion>
      ) : (
        <FormField
          state={state}
          field="instructions"
          label={t(
            hasTemplate ? 'newTask.what.more' : 'newTask.what.instructions',
          )}
          required={!hasTemplate}
          multiline
          minRows={hasTemplate ? 2 : 5}
          maxRows={20}
          helperText={hintOf(hasTemplate, provider === SCRIPT_PROVIDER, t)}
        />
      )}
    </div>
  );
}

function PreviewSkeleton() {
  const t = useWords();
  return (
    <div role="status" aria-label={t('newTask.what.loadingPreview')}>
      <Skeleton />
      <Skeleton width="70%" />
    </div>
  );
}

function hintOf(hasTemplate: boolean, scripted: boolean, t: Words): string {
  if (hasTemplate) return t('newTask.what.moreHint');
  return t(
    scripted ? 'newTask.what.scriptHint' : 'newTask.what.instructionsHint',
  );
}
