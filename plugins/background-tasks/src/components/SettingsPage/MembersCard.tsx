import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { BackgroundTasksProjectSettings } from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import { Facts, SettingsCard } from './SettingsCard';

/** Who and what belongs to a project. */
export function MembersCard(props: {
  settings: BackgroundTasksProjectSettings;
}) {
  const t = useWords();
  const { members, owners, repositories } = props.settings;
  return (
    <SettingsCard title={t('settings.members.title')}>
      <Facts
        facts={[
          {
            label: t('settings.members.members'),
            value: <Refs refs={members} none={t('settings.members.nobody')} />,
          },
          {
            label: t('settings.members.owners'),
            value: <Refs refs={owners} none={t('settings.members.noOwners')} />,
          },
          {
            label: t('settings.members.repositories'),
            value:
              repositories.length === 0 ? (
                t('settings.none')
              ) : (
                <ul>
                  {repositories.map(repository => (
                    <li key={repository}>
                      <code>{repository}</code>
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
    </SettingsCard>
  );
}

function Refs(props: { refs: string[]; none: string }) {
  if (props.refs.length === 0) return <>{props.none}</>;
  return (
    <ul>
      {props.refs.map(ref => (
        <li key={ref}>
          <EntityRefLink entityRef={ref} defaultKind="group" hideIcon />
        </li>
      ))}
    </ul>
  );
}
