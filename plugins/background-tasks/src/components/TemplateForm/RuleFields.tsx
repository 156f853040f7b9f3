import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import { useWords } from '../../useWords';
import { ListFields } from './ListFields';
import { newRule, type RuleDraft } from './templateDraft';
import { TemplateField } from './TemplateField';
import type { TemplateFormState } from './useTemplateForm';

const kinds: readonly RuleDraft['kind'][] = ['command', 'fileExists', 'words'];

const useStyles = makeStyles(theme => ({
  rule: {
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: '180px 1fr auto',
    alignItems: 'start',
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: '1fr' },
  },
}));

/** What must hold beside the repository's own checks. */
export function RuleFields(props: { state: TemplateFormState }) {
  const { state } = props;
  const { rules } = state.values;
  const t = useWords();
  return (
    <ListFields
      title={t('templateForm.rules.title')}
      intro={t('templateForm.rules.intro')}
      items={rules}
      onChange={changed => state.change({ rules: changed })}
      create={() => newRule(rules)}
      addLabel={t('templateForm.rules.add')}
    >
      {(rule, index, { change, remove }) => (
        <RuleRow
          key={rule.id}
          state={state}
          rule={rule}
          index={index}
          onChange={change}
          onRemove={remove}
        />
      )}
    </ListFields>
  );
}

function RuleRow(props: {
  state: TemplateFormState;
  rule: RuleDraft;
  index: number;
  onChange: (changed: Partial<RuleDraft>) => void;
  onRemove: () => void;
}) {
  const { state, rule, index, onChange, onRemove } = props;
  const { kind, text } = rule;
  const classes = useStyles();
  const t = useWords();
  const number = String(index + 1);
  const setKind = (chosen: string) => {
    const known = kinds.find(each => each === chosen);
    if (known) onChange({ kind: known });
  };
  return (
    <div
      className={classes.rule}
      role="group"
      aria-label={t('templateForm.rules.one', { number })}
    >
      <TemplateField
        state={state}
        path={`validationRules.${index}.kind`}
        label={t('templateForm.rules.kind')}
        select
        size="small"
        value={kind}
        onValue={setKind}
      >
        {kinds.map(each => (
          <MenuItem key={each} value={each}>
            {t(`templateForm.rules.${each}.title`)}
          </MenuItem>
        ))}
      </TemplateField>
      <TemplateField
        state={state}
        path={`validationRules.${index}`}
        label={t(`templateForm.rules.${kind}.label`)}
        helperText={t(`templateForm.rules.${kind}.hint`)}
        required
        size="small"
        value={text}
        onValue={changed => onChange({ text: changed })}
      />
      <Button
        onClick={onRemove}
        aria-label={t('templateForm.rules.removeOf', { number })}
      >
        {t('templateForm.rules.remove')}
      </Button>
    </div>
  );
}
