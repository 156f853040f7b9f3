import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import type { BackgroundTaskProvider } from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';
import { TemplateField } from './TemplateField';
import type { TemplateFormState } from './useTemplateForm';

const useStyles = makeStyles(theme => ({
  pair: {
    display: 'grid',
    gap: theme.spacing(2.5),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(220px, 100%), 1fr))',
  },
  mono: { fontFamily: 'monospace' },
}));

/** Who carries out the tasks that are made from a template, and in what. */
export function AgentFields(props: {
  state: TemplateFormState;
  providers: readonly BackgroundTaskProvider[];
}) {
  const { state, providers } = props;
  const { values, change } = state;
  const classes = useStyles();
  const t = useWords();
  const chosen = providers.find(({ id }) => id === values.provider);
  const standard = providers.find(provider => provider.default);
  const scripted = (chosen ?? standard)?.takesScript ?? false;
  return (
    <>
      <div className={classes.pair}>
        <TemplateField
          state={state}
          path="provider"
          label={t('templateForm.agent.label')}
          select
          value={chosen ? values.provider : ''}
          onValue={provider =>
            // Models belong to their provider, and scripts to the one that takes them.
            change({ provider, model: '', runTemplate: '' })
          }
          SelectProps={{ displayEmpty: true }}
          InputLabelProps={{ shrink: true }}
          helperText={
            chosen?.reason
              ? t('templateForm.agent.cannotRun', { reason: chosen.reason })
              : t('templateForm.agent.hint')
          }
        >
          <MenuItem value="">
            {standard
              ? t('templateForm.agent.defaultIs', { agent: standard.title })
              : t('templateForm.agent.default')}
          </MenuItem>
          {providers.map(({ id, title }) => (
            <MenuItem key={id} value={id}>
              {title}
            </MenuItem>
          ))}
        </TemplateField>
        {!scripted && (
          <TemplateField
            state={state}
            path="model"
            label={t('templateForm.agent.model')}
            value={values.model}
            onValue={model => change({ model })}
            inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
            helperText={modelHelp(chosen, t)}
          />
        )}
      </div>
      {scripted && (
        <TemplateField
          state={state}
          path="runTemplate"
          label={t('templateForm.agent.script')}
          multiline
          minRows={3}
          maxRows={20}
          value={values.runTemplate}
          onValue={runTemplate => change({ runTemplate })}
          InputProps={{ classes: { input: classes.mono } }}
          inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
          helperText={t('templateForm.agent.scriptHint')}
        />
      )}
      <TemplateField
        state={state}
        path="image"
        label={t('templateForm.agent.image')}
        value={values.image}
        onValue={image => change({ image })}
        inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
        helperText={t('templateForm.agent.imageHint')}
      />
    </>
  );
}

function modelHelp(
  provider: BackgroundTaskProvider | undefined,
  t: Words,
): string {
  const models = provider?.models.slice(0, 4).join(', ');
  return models
    ? t('templateForm.agent.modelHintSuchAs', { models })
    : t('templateForm.agent.modelHint');
}
