import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { BackgroundTasksProjectSettings } from '@background-tasks/plugin-background-tasks-common';
import { Facts, SettingsCard } from './SettingsCard';

/** Who and what belongs to a project. */
export function MembersCard(props: {
  settings: BackgroundTasksProjectSettings;
}) {
  const { members, owners, repositories } = props.settings;
  return (
    <SettingsCard title="Members and repositories">
      <Facts
        facts={[
          { label: 'Members', value: <Refs refs={members} none="Nobody" /> },
          {
            label: 'May cancel and retry what others created',
            value: (
              <Refs refs={owners} none="Nobody beside owners of the entity" />
            ),
          },
          {
            label: 'Repositories beside those of its catalog entities',
            value:
              repositories.length === 0 ? (
                'None'
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
