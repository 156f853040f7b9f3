import { useWords } from '../../useWords';
import { ListFields } from './ListFields';
import { ParameterCard } from './ParameterCard';
import { newParameter } from './templateDraft';
import type { TemplateFormState } from './useTemplateForm';

/** The blanks of a template. */
export function ParameterFields(props: { state: TemplateFormState }) {
  const { state } = props;
  const { parameters } = state.values;
  const t = useWords();
  return (
    <ListFields
      title={t('templateForm.parameters.title')}
      intro={
        parameters.length === 0 ? t('templateForm.parameters.none') : undefined
      }
      items={parameters}
      onChange={changed => state.change({ parameters: changed })}
      create={() => newParameter(parameters)}
      addLabel={t('templateForm.parameters.add')}
    >
      {(parameter, index, { change, remove }) => (
        <ParameterCard
          key={parameter.id}
          state={state}
          parameter={parameter}
          path={`parameters.${index}`}
          label={
            parameter.name ||
            t('templateForm.parameters.unnamed', { number: String(index + 1) })
          }
          onChange={change}
          onRemove={remove}
        />
      )}
    </ListFields>
  );
}
