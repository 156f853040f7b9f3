import type { BackgroundTasksProjectSettings } from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';
import { Facts, SettingsCard } from './SettingsCard';
import { RuleList } from './RuleList';

const MIB = 1024 * 1024;

const kinds = [
  'ciWorkflows',
  'codeOwners',
  'validationConfiguration',
  'agentInstructions',
  'gitHooks',
  'lockfiles',
  'secrets',
  'binaries',
] as const;

/** What may come out of a task, and what is protected. */
export function ChangeRules(props: {
  settings: BackgroundTasksProjectSettings;
}) {
  const t = useWords();
  const { changes, onConflict } = props.settings;
  const { allowed, refused, protectedPaths, maxFiles, maxBytes } = changes;
  const rule = (allows: boolean) => (name: string) => ({
    allows,
    text: kindText(name, t),
  });
  return (
    <SettingsCard title={t('settings.changes.title')}>
      <Facts
        facts={[
          {
            label: t('settings.changes.beside'),
            value: (
              <RuleList
                label={t('settings.changes.rules')}
                rules={[
                  ...allowed.map(rule(true)),
                  ...refused.map(rule(false)),
                ]}
              />
            ),
          },
          {
            label: t('settings.changes.protectedPaths'),
            value:
              protectedPaths.length === 0 ? (
                t('settings.changes.noProtectedPaths')
              ) : (
                <ul>
                  {protectedPaths.map(path => (
                    <li key={path}>
                      <code>{path}</code>
                    </li>
                  ))}
                </ul>
              ),
          },
          {
            label: t('settings.changes.most'),
            value: t('settings.changes.mostText', {
              files: maxFiles,
              size: (maxBytes / MIB).toLocaleString(undefined, {
                maximumFractionDigits: 1,
              }),
            }),
          },
          {
            label: t('settings.changes.conflict'),
            value: t(
              onConflict === 'rerun'
                ? 'settings.changes.rerun'
                : 'settings.changes.fail',
            ),
          },
        ]}
      />
    </SettingsCard>
  );
}

function kindText(name: string, t: Words): string {
  const known = kinds.find(kind => kind === name);
  return known ? t(`settings.changes.kinds.${known}`) : name;
}
