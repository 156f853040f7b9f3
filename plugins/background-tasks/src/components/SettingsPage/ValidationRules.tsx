import type { BackgroundTasksProjectSettings } from '@background-tasks/plugin-background-tasks-common';
import Typography from '@material-ui/core/Typography';
import { useWords, type Words } from '../../useWords';
import { RuleList, type Rule } from './RuleList';
import { SettingsCard } from './SettingsCard';

type Validation = BackgroundTasksProjectSettings['validation'];

/** What a change must pass before it becomes a pull request. */
export function ValidationRules(props: { validation: Validation }) {
  const { validation } = props;
  const { commands } = validation;
  const t = useWords();
  return (
    <SettingsCard title={t('settings.checks.title')}>
      {commands ? (
        <>
          <Typography variant="body2">{t('settings.checks.only')}</Typography>
          <ul style={{ marginBottom: 16 }}>
            {commands.map(({ kind, command, directory }) => (
              <li key={`${kind} ${directory} ${command}`}>
                {directory
                  ? t('settings.checks.commandIn', {
                      kind,
                      command: <code>{command}</code>,
                      directory: <code>{directory}</code>,
                    })
                  : t('settings.checks.command', {
                      kind,
                      command: <code>{command}</code>,
                    })}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Typography variant="body2" paragraph>
          {t('settings.checks.found')}
        </Typography>
      )}
      <RuleList
        label={t('settings.checks.rules')}
        rules={rulesOf(validation, t)}
      />
    </SettingsCard>
  );
}

function rulesOf(validation: Validation, t: Words): Rule[] {
  return [
    {
      allows: !validation.strict,
      text: t('settings.checks.oldFailures'),
    },
    {
      allows: validation.allowNoChecks,
      text: t('settings.checks.noChecks'),
    },
    {
      allows: validation.allowChangedChecks,
      text: t('settings.checks.changedChecks'),
    },
    {
      allows: validation.allowFewerTests,
      text: t('settings.checks.fewerTests'),
    },
    {
      allows: validation.allowNotRun,
      text: t('settings.checks.notRun'),
    },
  ];
}
