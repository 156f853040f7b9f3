import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import type { BackgroundTaskProvider } from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';
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
  const t = useWords();
  const Icon = provider.available ? CheckCircleIcon : ErrorIcon;
  return (
    <SettingsCard title={provider.title}>
      <div className={classes.status}>
        <Icon
          fontSize="small"
          aria-hidden
          className={provider.available ? classes.ok : classes.error}
        />
        {t(
          provider.available
            ? 'settings.agent.ready'
            : 'settings.agent.cannotRun',
        )}
        {provider.default && (
          <Chip
            size="small"
            label={t('settings.agent.default')}
            className={classes.chip}
          />
        )}
        {provider.reason && (
          <Typography variant="body2" className={classes.reason}>
            {capitalized(provider.reason)}
          </Typography>
        )}
      </div>
      <Facts
        facts={[
          { label: t('settings.agent.id'), value: <code>{provider.id}</code> },
          { label: t('settings.agent.key'), value: keyText(provider, t) },
          ...(provider.takesScript
            ? []
            : [
                {
                  label: t('settings.agent.model'),
                  value: provider.defaultModel ? (
                    <code>{provider.defaultModel}</code>
                  ) : (
                    t('settings.agent.ownModel')
                  ),
                },
              ]),
          {
            label: t('settings.agent.repairRounds'),
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

function keyText({ key }: BackgroundTaskProvider, t: Words): string {
  if (!key) return t('settings.agent.noKey');
  return t(key.isSet ? 'settings.agent.keySet' : 'settings.agent.keyMissing', {
    host: key.host,
  });
}
