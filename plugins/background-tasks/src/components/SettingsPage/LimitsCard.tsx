import type { BackgroundTasksProjectSettings } from '@background-tasks/plugin-background-tasks-common';
import { formatDuration } from '../common';
import { Meter } from './Meter';
import { Facts, SettingsCard } from './SettingsCard';

/** How many tasks may be active at a time, and how many are. */
export function LimitsCard(props: {
  settings: BackgroundTasksProjectSettings;
}) {
  const { project, maxTimeoutSeconds } = props.settings;
  const { limits, running, pending } = project;
  const active = running + pending;
  return (
    <SettingsCard title="Limits and use">
      <Facts
        facts={[
          {
            label: 'Active tasks',
            value: (
              <Meter
                label="Active tasks"
                used={active}
                limit={limits.perProject || null}
                text={`${active} of ${limitText(
                  limits.perProject,
                )}: ${running} running, ${pending} waiting`}
              />
            ),
          },
          {
            label: 'At a time for one user',
            value: limitText(limits.perUser),
          },
          {
            label: 'At a time in one repository',
            value: limitText(limits.perRepository),
          },
          {
            label: 'Longest that a task may take',
            value: formatDuration(maxTimeoutSeconds * 1000),
          },
          {
            label: 'Kubernetes namespace',
            value: <code>{project.namespace}</code>,
          },
        ]}
      />
    </SettingsCard>
  );
}

function limitText(limit: number): string {
  return limit === 0 ? 'any number' : limit.toLocaleString();
}
