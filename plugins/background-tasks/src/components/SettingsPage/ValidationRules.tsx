import type { BackgroundTasksProjectSettings } from '@background-tasks/plugin-background-tasks-common';
import Typography from '@material-ui/core/Typography';
import { RuleList, type Rule } from './RuleList';
import { SettingsCard } from './SettingsCard';

type Validation = BackgroundTasksProjectSettings['validation'];

/** What a change must pass before it becomes a pull request. */
export function ValidationRules(props: { validation: Validation }) {
  const { validation } = props;
  const { commands } = validation;
  return (
    <SettingsCard title="Checks before a pull request">
      {commands ? (
        <>
          <Typography variant="body2">Only these checks run:</Typography>
          <ul style={{ marginBottom: 16 }}>
            {commands.map(({ kind, command, directory }) => (
              <li key={`${kind} ${directory} ${command}`}>
                {kind}: <code>{command}</code>
                {directory && (
                  <>
                    {' '}
                    in <code>{directory}</code>
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Typography variant="body2" paragraph>
          The checks that are found in each repository run: its formatters,
          linters, type checks, tests and builds.
        </Typography>
      )}
      <RuleList label="Rules of checks" rules={rulesOf(validation)} />
    </SettingsCard>
  );
}

function rulesOf(validation: Validation): Rule[] {
  return [
    {
      allows: !validation.strict,
      text: 'Failures that stood before the change',
    },
    {
      allows: validation.allowNoChecks,
      text: 'Repositories without any check',
    },
    {
      allows: validation.allowChangedChecks,
      text: 'Changes to what a check runs, or to its configuration',
    },
    { allows: validation.allowFewerTests, text: 'Fewer tests than before' },
    {
      allows: validation.allowNotRun,
      text: 'Checks that cannot run where tasks run',
    },
  ];
}
