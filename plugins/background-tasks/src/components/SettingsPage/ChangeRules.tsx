import type { BackgroundTasksProjectSettings } from '@background-tasks/plugin-background-tasks-common';
import { Facts, SettingsCard } from './SettingsCard';
import { RuleList } from './RuleList';

const MIB = 1024 * 1024;

const limits: Readonly<Record<string, string>> = {
  ciWorkflows: 'Workflows of CI',
  codeOwners: 'CODEOWNERS',
  validationConfiguration: 'Configuration of checks',
  agentInstructions: 'Instructions of agents, such as AGENTS.md',
  gitHooks: 'Git hooks',
  lockfiles: 'Lockfiles without their manifest',
  secrets: 'What looks like a secret',
  binaries: 'Binary files',
};

/** What may come out of a task, and what is protected. */
export function ChangeRules(props: {
  settings: BackgroundTasksProjectSettings;
}) {
  const { changes, onConflict } = props.settings;
  const { allowed, refused, protectedPaths, maxFiles, maxBytes } = changes;
  const rule = (allows: boolean) => (name: string) => ({
    allows,
    text: limits[name] ?? name,
  });
  return (
    <SettingsCard title="What a change may touch">
      <Facts
        facts={[
          {
            label: 'Beside ordinary files',
            value: (
              <RuleList
                label="Rules of changes"
                rules={[
                  ...allowed.map(rule(true)),
                  ...refused.map(rule(false)),
                ]}
              />
            ),
          },
          {
            label: 'Protected paths',
            value:
              protectedPaths.length === 0 ? (
                'None beside these'
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
            label: 'At most',
            value: `${maxFiles.toLocaleString()} files, ${(
              maxBytes / MIB
            ).toLocaleString(undefined, {
              maximumFractionDigits: 1,
            })} MiB compressed`,
          },
          {
            label: 'Where the base branch changed meanwhile in the same files',
            value:
              onConflict === 'rerun'
                ? 'The change is made again, once'
                : 'The task fails',
          },
        ]}
      />
    </SettingsCard>
  );
}
