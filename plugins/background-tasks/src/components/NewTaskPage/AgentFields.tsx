import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import type {
  BackgroundTaskProvider,
  TaskBudget,
} from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';
import { FormField } from './FormField';
import { FormSection } from './FormSection';
import { ModelField } from './ModelField';
import { SCRIPT_PROVIDER } from './newTask';
import { budgetText, modelOf } from './prices';
import type { NewTaskFormState } from './useNewTaskForm';

const useStyles = makeStyles(theme => ({
  pair: {
    display: 'grid',
    gap: theme.spacing(2.5),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
  },
}));

/** Who makes the change, by which model, and what that may cost. */
export function AgentFields(props: {
  state: NewTaskFormState;
  providers: readonly BackgroundTaskProvider[];
  /** What a task may use that names no budget; undefined until it is known. */
  defaultBudget: TaskBudget | null | undefined;
}) {
  const { state, providers, defaultBudget } = props;
  const classes = useStyles();
  const t = useWords();
  const chosen = providers.find(({ id }) => id === state.values.provider);
  const model = chosen && modelOf(chosen, state.values.model);
  const unknownPrice = model !== undefined && model.price === null;
  return (
    <FormSection title={t('newTask.who.title')}>
      <FormField
        state={state}
        field="provider"
        label={t('newTask.who.agent')}
        select
        required
        helperText={
          chosen && !chosen.available
            ? cannotRun(chosen, t)
            : t('newTask.who.agentHint')
        }
        // Models belong to their provider.
        onChange={event =>
          state.change({ provider: event.target.value, model: '' })
        }
      >
        {providers.map(provider => (
          <MenuItem
            key={provider.id}
            value={provider.id}
            disabled={!provider.available}
            style={{ whiteSpace: 'normal' }}
          >
            {provider.available
              ? provider.title
              : `${provider.title} – ${cannotRun(provider, t)}`}
          </MenuItem>
        ))}
      </FormField>
      {chosen && chosen.id !== SCRIPT_PROVIDER && (
        <>
          <ModelField state={state} provider={chosen} />
          <div className={classes.pair}>
            <FormField
              state={state}
              field="budgetUsd"
              label={t('newTask.who.budgetUsd')}
              type="number"
              inputProps={{ min: 0, step: 'any' }}
              helperText={budgetHint(unknownPrice, defaultBudget, t)}
            />
            <FormField
              state={state}
              field="budgetTokens"
              label={t('newTask.who.budgetTokens')}
              type="number"
              inputProps={{ min: 1, step: 1 }}
              helperText={t('newTask.who.budgetTokensHint')}
            />
          </div>
        </>
      )}
    </FormSection>
  );
}

function budgetHint(
  unknownPrice: boolean,
  budget: TaskBudget | null | undefined,
  t: Words,
): string {
  if (unknownPrice) return t('newTask.who.budgetUnknownPrice');
  return budget
    ? t('newTask.who.budgetUsdOfProject', { budget: budgetText(budget, t) })
    : t('newTask.who.budgetUsdHint');
}

function cannotRun({ reason }: BackgroundTaskProvider, t: Words): string {
  return reason
    ? t('newTask.who.cannotRunBecause', { reason })
    : t('newTask.who.cannotRun');
}
