import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import type { BackgroundTaskProvider } from '@background-tasks/plugin-background-tasks-common';
import { TemplateField } from './TemplateField';
import type { TemplateFormState } from './useTemplateForm';

const scriptHelp =
  'Commands for sh. They read parameters as environment variables, $PARAM_name: values are never put into the script itself.';

const useStyles = makeStyles(theme => ({
  pair: {
    display: 'grid',
    gap: theme.spacing(2.5),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(220px, 100%), 1fr))',
  },
  mono: { fontFamily: 'monospace' },
}));

/** Who carries out the tasks that are made from a template. */
export function AgentFields(props: {
  state: TemplateFormState;
  providers: readonly BackgroundTaskProvider[];
}) {
  const { state, providers } = props;
  const { values, change } = state;
  const classes = useStyles();
  const chosen = providers.find(({ id }) => id === values.provider);
  const standard = providers.find(provider => provider.default);
  const scripted = (chosen ?? standard)?.takesScript ?? false;
  return (
    <>
      <div className={classes.pair}>
        <TemplateField
          state={state}
          path="provider"
          label="Agent"
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
              ? `Cannot run here now: ${chosen.reason}`
              : 'Whoever makes a task can choose another one.'
          }
        >
          <MenuItem value="">
            The portal's default{standard && ` (${standard.title})`}
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
            label="Model"
            value={values.model}
            onValue={model => change({ model })}
            inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
            helperText={modelHelp(chosen)}
          />
        )}
      </div>
      {scripted && (
        <TemplateField
          state={state}
          path="runTemplate"
          label="Script"
          multiline
          minRows={3}
          maxRows={20}
          value={values.runTemplate}
          onValue={runTemplate => change({ runTemplate })}
          InputProps={{ classes: { input: classes.mono } }}
          inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
          helperText={scriptHelp}
        />
      )}
    </>
  );
}

function modelHelp(provider: BackgroundTaskProvider | undefined): string {
  const models = provider?.models.slice(0, 4).join(', ');
  return models
    ? `Optional: the agent's own if left out. Such as ${models}.`
    : "Optional: the agent's own if left out.";
}
