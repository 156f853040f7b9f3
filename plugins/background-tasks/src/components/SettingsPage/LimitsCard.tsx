import type { BackgroundTasksProjectSettings } from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';
import { formatDuration } from '../common';
import { Meter } from './Meter';
import { Facts, SettingsCard } from './SettingsCard';

/** How many tasks may be active at a time, and how many are. */
export function LimitsCard(props: {
  settings: BackgroundTasksProjectSettings;
}) {
  const t = useWords();
  const { project, maxTimeoutSeconds } = props.settings;
  const { limits, running, pending } = project;
  const active = running + pending;
  return (
    <SettingsCard title={t('settings.limits.title')}>
      <Facts
        facts={[
          {
            label: t('settings.limits.active'),
            value: (
              <Meter
                label={t('settings.limits.active')}
                used={active}
                limit={limits.perProject || null}
                text={t('settings.limits.activeText', {
                  active: String(active),
                  limit: limitText(limits.perProject, t),
                  running: String(running),
                  pending: String(pending),
                })}
              />
            ),
          },
          {
            label: t('settings.limits.perUser'),
            value: limitText(limits.perUser, t),
          },
          {
            label: t('settings.limits.perRepository'),
            value: limitText(limits.perRepository, t),
          },
          {
            label: t('settings.limits.longest'),
            value: formatDuration(maxTimeoutSeconds * 1000),
          },
          {
            label: t('settings.limits.namespace'),
            value: <code>{project.namespace}</code>,
          },
        ]}
      />
    </SettingsCard>
  );
}

function limitText(limit: number, t: Words): string {
  return limit === 0 ? t('settings.any') : limit.toLocaleString();
}
