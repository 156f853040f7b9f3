import { LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { ListProjectsResponse } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import { Notice, PanelBoundary } from '../common';
import { AgentFields } from './AgentFields';
import { ParameterFields } from './ParameterFields';
import { RuleFields } from './RuleFields';
import { nameOfTitle, type TemplateDraft } from './templateDraft';
import { TemplateField } from './TemplateField';
import { TemplatePreview } from './TemplatePreview';
import { UndeclaredParameters } from './UndeclaredParameters';
import { useTemplateForm } from './useTemplateForm';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    alignItems: 'start',
    [theme.breakpoints.down('md')]: {
      gridTemplateColumns: 'minmax(0, 760px)',
    },
  },
  paper: { padding: theme.spacing(2.5, 2) },
  form: {
    display: 'grid',
    gap: theme.spacing(2.5),
    '& > *': { minWidth: 0 },
  },
  pair: {
    display: 'grid',
    gap: theme.spacing(2.5),
    gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))',
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
}));

/** The fields of a template, and what a task made from it will be told. */
export function TemplateForm(props: {
  choices: ListProjectsResponse;
  initial: TemplateDraft;
  /** Whether the template is there already: then its project stays. */
  exists: boolean;
  submitting: boolean;
  onSubmit: (draft: TemplateDraft, onError: (error: unknown) => void) => void;
  cancelPath: string;
}) {
  const { choices, initial, exists, submitting, onSubmit, cancelPath } = props;
  const classes = useStyles();
  const t = useWords();
  const state = useTemplateForm({ initial, submitting, onSubmit });
  const { values, change } = state;
  const setTitle = (displayName: string) =>
    change({
      displayName,
      // The name follows its title until somebody gives it one.
      ...(!exists &&
        values.name === nameOfTitle(values.displayName) && {
          name: nameOfTitle(displayName),
        }),
    });
  return (
    <div className={classes.root}>
      <Paper variant="outlined" className={classes.paper}>
        <form
          ref={state.form}
          className={classes.form}
          onSubmit={state.submit}
          noValidate
          aria-label={t(
            exists ? 'templateForm.label' : 'templateForm.newLabel',
          )}
        >
          <TemplateField
            state={state}
            path="displayName"
            label={t('templateForm.fields.title')}
            required
            value={values.displayName}
            onValue={setTitle}
          />
          <div className={classes.pair}>
            <TemplateField
              state={state}
              path="name"
              label={t('templateForm.fields.name')}
              required
              value={values.name}
              onValue={name => change({ name })}
              inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
              helperText={t(
                exists
                  ? 'templateForm.fields.nameHintExists'
                  : 'templateForm.fields.nameHint',
              )}
            />
            <TemplateField
              state={state}
              path="project"
              label={t('templateForm.fields.project')}
              select
              required
              disabled={exists}
              value={values.project}
              onValue={project => change({ project })}
            >
              {choices.items.map(({ name, title, may }) => (
                <MenuItem
                  key={name}
                  value={name}
                  disabled={!may.manageTemplates}
                >
                  {title}
                </MenuItem>
              ))}
            </TemplateField>
          </div>
          <TemplateField
            state={state}
            path="description"
            label={t('templateForm.fields.description')}
            multiline
            minRows={2}
            value={values.description}
            onValue={description => change({ description })}
            helperText={t('templateForm.fields.descriptionHint')}
          />
          <TemplateField
            state={state}
            path="instructionsTemplate"
            label={t('templateForm.fields.instructions')}
            required
            multiline
            minRows={6}
            maxRows={24}
            value={values.instructionsTemplate}
            onValue={instructionsTemplate => change({ instructionsTemplate })}
            helperText={t('templateForm.fields.instructionsHint', {
              blank: '{{name}}',
            })}
          />
          <UndeclaredParameters state={state} />
          <ParameterFields state={state} />
          <AgentFields state={state} providers={choices.providers} />
          <RuleFields state={state} />
          {state.formError && (
            <Notice severity="error">{state.formError}</Notice>
          )}
          <div className={classes.actions}>
            <Button
              type="submit"
              variant="contained"
              color="primary"
              disabled={submitting}
            >
              {t(submitLabel(exists, submitting))}
            </Button>
            <LinkButton to={cancelPath}>{t('templateForm.cancel')}</LinkButton>
          </div>
        </form>
      </Paper>
      <PanelBoundary title={t('templateForm.preview.notShown')}>
        <TemplatePreview draft={values} />
      </PanelBoundary>
    </div>
  );
}

function submitLabel(exists: boolean, submitting: boolean) {
  if (submitting) return 'templateForm.saving';
  return exists ? 'templateForm.save' : 'templateForm.create';
}
