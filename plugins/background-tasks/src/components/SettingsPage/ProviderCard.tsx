import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import type { BackgroundTaskProvider } from '@background-tasks/plugin-background-tasks-common';
import { ModelTable } from './ModelTable';
import { Facts, SettingsCard } from './SettingsCard';

const useStyles = makeStyles(theme => ({
  status: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: theme.spacing(0.75),
    marginBottom: theme.spacing(1.5),
  },
  ok: { color: theme.palette.status.ok },
  error: { color: theme.palette.status.error },
  chip: { margin: 0 },
  reason: { flexBasis: '100%', overflowWrap: 'anywhere' },
}));

/** An agent: whether it can run here, with whose key, and which models it has. */
export function ProviderCard(props: { provider: BackgroundTaskProvider }) {
  const { provider } = props;
  const classes = useStyles();
  const Icon = provider.available ? CheckCircleIcon : ErrorIcon;
  return (
    <SettingsCard title={provider.title}>
      <div className={classes.status}>
        <Icon
          fontSize="small"
          aria-hidden
          className={provider.available ? classes.ok : classes.error}
        />
        {provider.available ? 'Ready' : 'Cannot run here'}
        {provider.default && (
          <Chip size="small" label="Default" className={classes.chip} />
        )}
        {provider.reason && (
          <Typography variant="body2" className={classes.reason}>
            {capitalized(provider.reason)}
          </Typography>
        )}
      </div>
      <Facts
        facts={[
          { label: 'Id', value: <code>{provider.id}</code> },
          { label: 'Key of its models', value: keyText(provider) },
          ...(provider.takesScript
            ? []
            : [
                {
                  label: 'Model of tasks that name none',
                  value: provider.defaultModel ? (
                    <code>{provider.defaultModel}</code>
                  ) : (
                    "The agent's own"
                  ),
                },
              ]),
          {
            label: 'Repair rounds of tasks that say nothing of them',
            value: provider.repairRounds.toLocaleString(),
          },
        ]}
      />
      <ModelTable provider={provider} />
    </SettingsCard>
  );
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function keyText({ key }: BackgroundTaskProvider): string {
  if (!key) return 'It needs none';
  return key.isSet
    ? `The portal's own, used at ${key.host}`
    : `None is configured, for ${key.host}`;
}
